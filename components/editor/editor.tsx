"use client";

import { useEffect } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { ClosedScreen } from "./closed-screen.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { EditorContext, useCanEdit, useEditor, useProjectState } from "./editor-context.ts";
import { EditorDialogs } from "./editor-dialogs.tsx";
import { EditorPanels } from "./editor-panels.tsx";
import { EditorSkeleton } from "./editor-skeleton.tsx";
import { PausedStrip } from "./paused-strip.tsx";
import { TopBar } from "./top-bar.tsx";
import { useEditorParts } from "./use-editor-parts.ts";
import { useFileDrops } from "./use-file-drops.ts";
import { useFilePicker } from "./use-file-picker.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** One open project. For another one, give it another `key`. */
export function Editor(props: { projectId: string; workspaceId: string }) {
  const parts = useEditorParts(props);
  return (
    <EditorContext value={parts}>
      <TooltipProvider>
        <EditorScreen />
      </TooltipProvider>
    </EditorContext>
  );
}

function EditorScreen() {
  const parts = useEditor();
  const { uploads, actions } = parts;
  const closedReason = useProjectState((project) => project.closedReason);
  const name = useProjectState(({ view }) => view?.project.name ?? null);
  const canEdit = useCanEdit();
  const isDraggedOver = useFileDrops(parts, canEdit);
  const { pickFiles, input } = useFilePicker(uploads);
  useShortcuts(parts, canEdit);
  useEffect(() => {
    if (name !== null) document.title = `${name} · Genga`;
  }, [name]);

  if (closedReason !== null && closedReason !== "left")
    return <ClosedScreen reason={closedReason} />;
  if (name === null) return <EditorSkeleton />;
  const pickAtEnd = () => pickFiles(actions.gapAfterSelection());
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-bg">
      <TopBar />
      <ConnectionBanner />
      <PausedStrip />
      <EditorPanels isDraggedOver={isDraggedOver} onPick={pickAtEnd} />
      <EditorDialogs onPickFiles={pickFiles} />
      {input}
      <Toaster
        theme="dark"
        // Over the preview: below it they would lie on segments that somebody is about to click.
        position="top-left"
        offset={{ top: 84, left: 12 }}
        mobileOffset={{ top: 52, left: 8, right: 8 }}
        toastOptions={{
          style: {
            background: "var(--color-raised)",
            border: "1px solid var(--color-line-strong)",
            color: "var(--color-text)",
            fontSize: 12,
          },
        }}
      />
    </div>
  );
}
