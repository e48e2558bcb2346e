"use client";

import { useEffect, useState } from "react";
import { filesFrom } from "#lib/realtime/browser/files-from.ts";
import type { EditorParts } from "./editor-context.ts";
import { notifyError } from "./notify.ts";

/**
 * Drawings dropped anywhere or pasted. A drop on the timeline is the timeline's: it has marked it with
 * `preventDefault`. Elsewhere drops go to the end, and pastes behind the selection.
 * @returns whether files are being dragged over the page.
 */
export function useFileDrops(parts: EditorParts, canEdit: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const { store, uploads, actions } = parts;
    const add = (transfer: DataTransfer, gapIndex: number) => {
      filesFrom(transfer)
        .then((files) => uploads.addFiles(files, gapIndex))
        .catch(notifyError);
    };
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      // Without this the browser would leave the page to show the picture.
      event.preventDefault();
      if (!canEdit) event.dataTransfer.dropEffect = "none";
      else setIsOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // The pointer has left the window, not just one element for another.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsOver(false);
      const isTaken = event.defaultPrevented;
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      if (isTaken || !canEdit || !event.dataTransfer) return;
      add(event.dataTransfer, store.getState().view?.sequence.keyframes.length ?? 0);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData, target } = event;
      if (!canEdit || !clipboardData || clipboardData.files.length === 0) return;
      if (target instanceof Element && target.closest("input, textarea, dialog")) return;
      event.preventDefault();
      add(clipboardData, actions.gapAfterSelection());
    };
    addEventListener("dragover", onDragOver);
    addEventListener("dragleave", onDragLeave);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("dragleave", onDragLeave);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, [parts, canEdit]);
  return isOver;
}
