"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useCanEdit, useEditor, useEditorState } from "./editor-context.ts";

const ExportDialog = dynamic(
  () => import("./export-dialog.tsx").then((module) => module.ExportDialog),
  { ssr: false },
);
const ShortcutsDialog = dynamic(
  () => import("./shortcuts-dialog.tsx").then((module) => module.ShortcutsDialog),
  { ssr: false },
);
const PlanDialog = dynamic(() => import("./plan-dialog.tsx").then((module) => module.PlanDialog), {
  ssr: false,
});
const TimelineMenu = dynamic(
  () => import("./timeline-menu.tsx").then((module) => module.TimelineMenu),
  { ssr: false },
);

/** The dialogs and the timeline's menu; the script of each comes when it is first opened. */
export function EditorDialogs(props: { onPickFiles: (gapIndex: number) => void }) {
  const { state } = useEditor();
  const dialog = useEditorState((editor) => editor.dialog);
  const planned = useEditorState((editor) => editor.planned);
  const canEdit = useCanEdit();
  const isExport = useOnceOpened(dialog === "export");
  const isShortcuts = useOnceOpened(dialog === "shortcuts");
  const isPlan = useOnceOpened(planned !== null);
  const isMenu = useOnceOpened(useEditorState((editor) => editor.menu !== null));
  const close = (open: boolean) => {
    if (!open) state.setState({ dialog: null });
  };
  return (
    <>
      {isExport ? <ExportDialog open={dialog === "export"} onOpenChange={close} /> : null}
      {isShortcuts ? <ShortcutsDialog open={dialog === "shortcuts"} onOpenChange={close} /> : null}
      {isMenu ? <TimelineMenu onPickFiles={props.onPickFiles} /> : null}
      {isPlan && canEdit ? <PlanDialog request={planned} /> : null}
    </>
  );
}

/** A dialog stays once it was there, because closing is what gives the focus back. */
function useOnceOpened(isOpen: boolean): boolean {
  const [wasOpened, setWasOpened] = useState(isOpen);
  if (isOpen && !wasOpened) setWasOpened(true);
  return wasOpened || isOpen;
}
