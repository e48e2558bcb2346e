"use client";

import { Check, CloudOff, LoaderCircle } from "lucide-react";
import { countOf } from "#components/inspector/words.ts";
import { useProjectState } from "./editor-context.ts";

/** Whether what is on the screen is safe on the server. */
export function SavedState() {
  const connection = useProjectState((state) => state.connection);
  const pendingCount = useProjectState((state) => state.pendingCount);
  const { text, icon } = describe(connection, pendingCount);
  return (
    <span
      role="status"
      className="flex items-center gap-1 text-2xs whitespace-nowrap text-muted [&_svg]:size-3"
    >
      {icon}
      <span className="max-sm:sr-only">{text}</span>
    </span>
  );
}

function describe(connection: string, pendingCount: number) {
  const waiting = pendingCount === 0 ? "" : `: ${countOf(pendingCount, "edit")} waiting`;
  switch (connection) {
    case "live":
      return pendingCount > 0
        ? { text: "Saving…", icon: <LoaderCircle aria-hidden className="animate-spin" /> }
        : { text: "Saved", icon: <Check aria-hidden /> };
    case "offline":
      return { text: `Offline${waiting}`, icon: <CloudOff aria-hidden className="text-warn" /> };
    case "closed":
      return { text: `Closed${waiting}`, icon: <CloudOff aria-hidden className="text-warn" /> };
    default:
      return {
        text: `Connecting…${waiting}`,
        icon: <LoaderCircle aria-hidden className="animate-spin" />,
      };
  }
}
