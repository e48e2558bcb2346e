"use client";

import { useEffect } from "react";
import { HOLD_FIELD_ID } from "#components/inspector/hold-field-id.ts";
import { runPreviewCommand } from "#components/preview/run-preview-command.ts";
import { commandForKey } from "#components/preview/transport.ts";
import type { EditorParts } from "./editor-context.ts";

/** How long a key waits for the panel that it goes to. */
const PANEL_MS = 1_000;
const OWN_KEYS = "input, textarea, select, dialog, [contenteditable], [role=menu]";

/**
 * The editor's keys, for the whole window. What a panel has used it has marked with `preventDefault`; fields, menus
 * and dialogs keep their keys.
 */
export function useShortcuts(parts: EditorParts, canEdit: boolean): void {
  useEffect(() => {
    // Chromium calls a clicked button focus-visible from the next key on, so the pointer's own choice is remembered.
    let clicked: Element | null = null;
    const onPointerDown = ({ target }: PointerEvent) => {
      clicked = target instanceof Element ? target.closest("button, a") : null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key === "Tab") clicked = null;
      if (event.defaultPrevented || event.isComposing) return;
      if (target instanceof Element && target.closest(OWN_KEYS)) return;
      if (event.code === "Space" && target !== clicked && isReached(target)) return;
      if (!runShortcut(event, { parts, canEdit })) return;
      event.preventDefault();
      // A button that was clicked keeps the focus, and would be pressed again when Space comes up.
      if (event.code === "Space" && target instanceof HTMLButtonElement) target.blur();
    };
    addEventListener("pointerdown", onPointerDown, true);
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("pointerdown", onPointerDown, true);
      removeEventListener("keydown", onKeyDown);
    };
  }, [parts, canEdit]);
}

/** A control that the keyboard has reached is worked by Space; one that was only clicked leaves Space to the player. */
function isReached(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.matches("button:focus-visible, a:focus-visible, summary")
  );
}

/** @returns whether the key meant something. */
function runShortcut(
  event: KeyboardEvent,
  { parts, canEdit }: { parts: EditorParts; canEdit: boolean },
): boolean {
  const { actions, controller, state } = parts;
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isCommand) {
    if (event.altKey) return false;
    if (key === "a") return done(actions.selectAll);
    if (!canEdit) return false;
    if (key === "z") return done(event.shiftKey ? actions.redo : actions.undo);
    if (key === "y") return done(actions.redo);
    if (key === "d") return done(actions.duplicateSelection);
    return false;
  }
  if (event.altKey) return false;
  const { selection } = state.getState();
  switch (key) {
    case "?":
      return done(() => state.setState({ dialog: "shortcuts" }));
    case "i":
      return done(() => state.setState({ isInspectorOpen: !state.getState().isInspectorOpen }));
    case "q":
      return done(() => state.setState({ isQueueOpen: !state.getState().isQueueOpen }));
    case "escape":
      if (state.getState().isQueueOpen) return done(() => state.setState({ isQueueOpen: false }));
      if (selection.ids.size === 0) return false;
      return done(actions.selectNothing);
  }
  if (canEdit) {
    switch (key) {
      case "delete":
      case "backspace":
        return done(actions.removeSelection);
      case "g":
        return done(event.shiftKey ? actions.generateMissing : actions.generateSelection);
      case "r":
        return done(actions.redrawSelection);
      case "x":
        return done(actions.toggleCut);
      case "h":
        return done(() => focusHold(state));
    }
  }
  const command = commandForKey(event);
  if (!command) return false;
  runPreviewCommand(controller, command);
  return true;
}

function done(run: () => void): true {
  run();
  return true;
}

function focusHold(state: EditorParts["state"]): void {
  state.setState({ isInspectorOpen: true });
  const lastMs = performance.now() + PANEL_MS;
  // The panel is there once React has drawn it, and the first time once its script has come.
  const look = () => {
    const field = document.getElementById(HOLD_FIELD_ID);
    if (field) field.focus();
    else if (performance.now() < lastMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
