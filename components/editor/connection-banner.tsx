"use client";

import { useEffect, useState } from "react";
import { buttonClasses } from "#components/ui/button.tsx";
import { countOf } from "#components/inspector/words.ts";
import { useEditor, useProjectState } from "./editor-context.ts";

/** A short break mends itself unseen; only a longer one is worth a line on the screen. */
const QUIET_MS = 1_500;

/** Says that the connection is lost and that nothing else is. */
export function ConnectionBanner() {
  const { store } = useEditor();
  const isOffline = useProjectState(({ connection }) => connection === "offline");
  const hasView = useProjectState(({ view }) => view !== null);
  const pendingCount = useProjectState((state) => state.pendingCount);
  const isLong = useHeld(isOffline, QUIET_MS);
  if (!isLong || !hasView) return null;
  const safe =
    pendingCount === 0
      ? "Everything is saved. Go on working: edits are sent when it is back."
      : `${countOf(pendingCount, "edit")} will be sent when it is back. Keep this page open.`;
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center gap-3 border-b border-line bg-warn/15 px-3 py-1.5 text-xs"
    >
      <span className="min-w-0 flex-1">
        <strong className="text-warn">The connection is lost.</strong> {safe}
      </span>
      <button
        type="button"
        className={buttonClasses({ size: "small" })}
        onClick={() => store.connect()}
      >
        Try now
      </button>
    </div>
  );
}

/** True once `value` has been true for so long. */
function useHeld(value: boolean, holdMs: number): boolean {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsHeld(value), value ? holdMs : 0);
    return () => clearTimeout(timer);
  }, [value, holdMs]);
  return isHeld && value;
}
