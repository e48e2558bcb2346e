"use client";

import { useEffect } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { ClosedScreen } from "./closed-screen.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import {
  EditorContext,
  useCanEdit,
  useEditor,
  useEditorState,
  useProjectState,
} from "./editor-context.ts";
import { EditorPanels } from "./editor-panels.tsx";
import { EditorSkeleton } from "./editor-skeleton.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { TimelineMenu } from "./timeline-menu.tsx";
import { TopBar } from "./top-bar.tsx";
import { useEditorParts } from "./use-editor-parts.ts";
import { useFileDrops } from "./use-file-drops.ts";
import { useFilePicker } from "./use-file-picker.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** One open project. For another one, give it another `key`. */
export function Editor({ projectId }: { projectId: string }) {
  const parts = useEditorParts(projectId);
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
  const { state, uploads, actions } = parts;
  const closedReason = useProjectState((project) => project.closedReason);
  const name = useProjectState(({ view }) => view?.project.name ?? null);
  const dialog = useEditorState((editor) => editor.dialog);
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
  const closeDialog = (open: boolean) => {
    if (!open) state.setState({ dialog: null });
  };
  const pickAtEnd = () => pickFiles(actions.gapAfterSelection());
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-bg">
      <TopBar />
      <ConnectionBanner />
      <EditorPanels isDraggedOver={isDraggedOver} onPick={pickAtEnd} />
      <TimelineMenu onPickFiles={pickFiles} />
      <ExportDialog open={dialog === "export"} onOpenChange={closeDialog} />
      <ShortcutsDialog open={dialog === "shortcuts"} onOpenChange={closeDialog} />
      {input}
      <Toaster
        theme="dark"
        position="bottom-center"
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
