"use client";

import { useEffect, useRef } from "react";

/**
 * Takes the focus when a panel opens, and keeps it there when what had it goes: a row that is done, a button that has
 * nothing left to do. Spread the result over the panel, which needs `tabIndex={-1}`.
 */
export function useKeptFocus<Panel extends HTMLElement>() {
  const panel = useRef<Panel>(null);
  const hadFocus = useRef<Element | null>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (!hadFocus.current || hadFocus.current.isConnected) return;
    hadFocus.current = null;
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
  });
  return {
    ref: panel,
    onFocus: ({ target }: { target: Element }) => {
      hadFocus.current = target;
    },
    onBlur: ({ target }: { target: Element }) => {
      // What goes from the page may or may not say that it loses the focus.
      if (target.isConnected) hadFocus.current = null;
    },
  };
}
