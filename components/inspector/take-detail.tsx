"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Take } from "#lib/core/take.ts";
import type { PendingWords } from "./pending-words.ts";

const TakeSettings = dynamic(
  () => import("./take-settings.tsx").then((module) => module.TakeSettings),
  { ssr: false },
);

/** How far a take is, or what was noted of it, and with which settings it was drawn. */
export function TakeDetail(props: {
  take: Take;
  backends: ReadonlyMap<string, BackendDescription>;
  pending: PendingWords | null;
  fraction: number | null;
}) {
  const { take, backends, pending, fraction } = props;
  const [isOpen, setIsOpen] = useState(false);
  const { status, clip, notes } = take;
  return (
    <div className="mt-1.5 flex flex-col gap-1 text-2xs text-muted">
      {pending?.state === "running" ? (
        <ProgressBar tone="select" label={`Take ${take.number}`} fraction={fraction} />
      ) : null}
      {pending && pending.detail !== "" ? (
        <p className="tabular-nums first-letter:uppercase">{pending.detail}</p>
      ) : null}
      {status.state === "failed" ? <p className="text-danger">{status.error.message}</p> : null}
      {notes.map((note, index) => (
        <p key={index}>{note}</p>
      ))}
      {clip ? (
        <p title="How like the clip's ends are to the two drawings; above 30 dB no jump is seen.">
          Seams {clip.seams.firstPsnrDb.toFixed(0)} and {clip.seams.lastPsnrDb.toFixed(0)} dB
        </p>
      ) : null}
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="w-fit rounded-sm hover:text-text">Settings</summary>
        {isOpen ? <TakeSettings take={take} backends={backends} /> : null}
      </details>
    </div>
  );
}
