"use client";

import { newId } from "#lib/realtime/browser/new-id.ts";
import { useEffect, useRef, useState } from "react";

/** Typing is sent on after this pause, so that others see it grow without a change for every letter. */
const SETTLE_MS = 350;
/** A longer pause ends the burst: what is typed after it is another step of undo. */
const BURST_MS = 4_000;

export type Draft = {
  readonly text: string;
  readonly change: (text: string) => void;
  /** Sends what is not yet sent; call on blur. */
  readonly flush: () => void;
};

/**
 * Text as it is being typed, apart from the text as it stands in the project. Each burst of typing goes on under one
 * group id, so that it is one step of undo. What somebody else types meanwhile is shown once this person is done.
 */
export function useDraft(options: {
  value: string;
  onEdit: (text: string, groupId: string) => void;
}): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const unsent = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const burst = useRef({ groupId: "", lastMs: 0 });
  const { value, onEdit } = options;

  const send = () => {
    clearTimeout(timer.current);
    const text = unsent.current;
    unsent.current = null;
    if (text !== null && text !== value) onEdit(text, burst.current.groupId);
  };
  // A timer, and the panel's going away, send by what was last on the screen.
  const latestSend = useRef(send);
  useEffect(() => {
    latestSend.current = send;
  });
  useEffect(() => () => latestSend.current(), []);

  return {
    text: draft ?? value,
    change: (text) => {
      const nowMs = performance.now();
      if (burst.current.groupId === "" || nowMs - burst.current.lastMs > BURST_MS) {
        burst.current.groupId = newId();
      }
      burst.current.lastMs = nowMs;
      unsent.current = text;
      setDraft(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latestSend.current(), SETTLE_MS);
    },
    flush: () => {
      send();
      setDraft(null);
      burst.current.groupId = "";
    },
  };
}
