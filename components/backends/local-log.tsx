"use client";

import { useEffect, useRef } from "react";
import type { LocalBackendStatus } from "#lib/core/local-backend.ts";
import { Disclosure } from "./disclosure.tsx";

/** The newest lines of the set-up's log, for whoever wants to know more. */
export function LocalLog({ status }: { status: LocalBackendStatus }) {
  const end = useRef<HTMLPreElement>(null);
  const text = status.logLines.join("\n");
  useEffect(() => {
    const log = end.current;
    if (log) log.scrollTop = log.scrollHeight;
  }, [text]);
  if (text === "" || status.state === "absent" || status.state === "running") return null;
  return (
    <Disclosure summary="Log">
      <pre
        ref={end}
        tabIndex={0}
        aria-label="Log of the set-up"
        className="max-h-48 overflow-auto rounded-md bg-field p-2.5 font-mono text-2xs break-words whitespace-pre-wrap text-muted"
      >
        {text}
      </pre>
    </Disclosure>
  );
}
