"use client";

import { ChevronLeft, CircleHelp, PanelRight, Redo2, Share, Undo2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { GenerateMenu } from "./generate-menu.tsx";
import { PresenceAvatars } from "./presence-avatars.tsx";
import { QueueButton } from "./queue-button.tsx";
import { SavedState } from "./saved-state.tsx";
import { TitleField } from "./title-field.tsx";

/** The project's name and state on the left; what is done with the whole of it on the right. */
export function TopBar() {
  const { state } = useEditor();
  const canEdit = useCanEdit();
  const isInspectorOpen = useEditorState((editor) => editor.isInspectorOpen);
  const isEmpty = useProjectState(({ view }) => (view?.sequence.keyframes.length ?? 0) === 0);
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-panel px-2 max-sm:gap-1 max-sm:px-1">
      <a
        href="/"
        aria-label="All projects"
        className="flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
      >
        <ChevronLeft aria-hidden className="size-4" />
      </a>
      <TitleField />
      <SavedState />
      {canEdit ? null : <ViewOnly />}
      <div className="min-w-0 flex-1" />
      <PresenceAvatars />
      {canEdit ? <UndoButtons /> : null}
      <QueueButton />
      <GenerateMenu />
      <Button
        look="primary"
        disabled={isEmpty}
        icon={<Share aria-hidden className="size-3.5" />}
        aria-label="Export"
        onClick={() => state.setState({ dialog: "export" })}
      >
        <span className="max-sm:hidden">Export</span>
      </Button>
      <div className="flex items-center">
        <span className="max-md:hidden">
          <IconButton
            label="Keyboard shortcuts"
            shortcut="?"
            icon={<CircleHelp />}
            onClick={() => state.setState({ dialog: "shortcuts" })}
          />
        </span>
        <IconButton
          label={isInspectorOpen ? "Hide the inspector" : "Show the inspector"}
          shortcut="I"
          icon={<PanelRight />}
          pressed={isInspectorOpen}
          onClick={() => state.setState({ isInspectorOpen: !isInspectorOpen })}
        />
      </div>
    </header>
  );
}

function UndoButtons() {
  const { actions } = useEditor();
  const undoLabel = useProjectState((state) => state.undoLabel);
  const redoLabel = useProjectState((state) => state.redoLabel);
  return (
    <div className="flex items-center">
      <IconButton
        label={undoLabel === null ? "Nothing to undo" : `Undo: ${undoLabel}`}
        shortcut="Ctrl Z"
        icon={<Undo2 />}
        disabled={undoLabel === null}
        onClick={actions.undo}
      />
      <IconButton
        label={redoLabel === null ? "Nothing to redo" : `Redo: ${redoLabel}`}
        shortcut="Ctrl Shift Z"
        icon={<Redo2 />}
        disabled={redoLabel === null}
        onClick={actions.redo}
      />
    </div>
  );
}

function ViewOnly() {
  const role = useProjectState((state) => state.role);
  if (role === null) return null;
  return <span className="text-2xs whitespace-nowrap text-muted">View only</span>;
}
