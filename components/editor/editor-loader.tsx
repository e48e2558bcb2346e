"use client";

import dynamic from "next/dynamic";
import { EditorSkeleton } from "./editor-skeleton.tsx";

const Editor = dynamic(() => import("./editor.tsx").then((module) => module.Editor), {
  ssr: false,
  loading: () => <EditorSkeleton />,
});

/** The editor lives in the browser only: canvas, socket, uploads. The server sends its shape. */
export function EditorLoader(props: { projectId: string; workspaceId: string }) {
  return <Editor key={props.projectId} {...props} />;
}
