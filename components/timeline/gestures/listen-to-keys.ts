import { zoomToAll, zoomToSelection } from "../item-commands.ts";
import type { TimelineController } from "../timeline-controller.ts";

/**
 * The zoom's keys, wherever the focus is but in a field; and space held over the timeline, with which a drag pans.
 * @returns whether space is held, and the function that stops listening.
 */
export function listenToKeys(
  element: HTMLElement,
  options: { controller: TimelineController; zoomIn: () => void; zoomOut: () => void },
): { isPanning: () => boolean; stop: () => void } {
  const { controller } = options;
  let isOver = false;
  let isHeld = false;
  let hasPanned = false;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || isField(event.target)) return;
    if (event.code === "Space" && isOver && !hasModifier(event) && event.isTrusted) {
      // Space plays, too. Over the timeline it does so when it is let go and nothing was panned.
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) hasPanned = false;
      isHeld = true;
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = zoomKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  function zoomKey(event: KeyboardEvent): (() => void) | null {
    if (event.key === "+" || event.key === "=") return options.zoomIn;
    if (event.key === "-") return options.zoomOut;
    if (event.key.toLowerCase() !== "z") return null;
    return () => (event.shiftKey ? zoomToAll(controller) : zoomToSelection(controller));
  }

  function onKeyUp(event: KeyboardEvent): void {
    if (event.code !== "Space" || !isHeld) return;
    isHeld = false;
    event.preventDefault();
    event.stopPropagation();
    if (hasPanned) return;
    const init = { key: " ", code: "Space", bubbles: true, cancelable: true };
    (event.target ?? document.body).dispatchEvent(new KeyboardEvent("keydown", init));
  }

  const onEnter = () => (isOver = true);
  const onLeave = () => (isOver = false);
  const onDown = () => (hasPanned ||= isHeld);
  const onBlur = () => (isHeld = false);
  // Captured, so that a held space does not reach the player.
  addEventListener("keydown", onKeyDown, true);
  addEventListener("keyup", onKeyUp, true);
  addEventListener("blur", onBlur);
  element.addEventListener("pointerenter", onEnter);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("pointerdown", onDown);
  return {
    isPanning: () => isHeld,
    stop() {
      removeEventListener("keydown", onKeyDown, true);
      removeEventListener("keyup", onKeyUp, true);
      removeEventListener("blur", onBlur);
      element.removeEventListener("pointerenter", onEnter);
      element.removeEventListener("pointerleave", onLeave);
      element.removeEventListener("pointerdown", onDown);
    },
  };
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
}

/** Where keys mean letters or an own control: text fields, buttons, sliders, dialogs and menus. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const own = "input, textarea, select, button, [contenteditable=true], [role=slider]";
  return target.closest(`${own}, [role=dialog], [role=menu]`) !== null;
}
