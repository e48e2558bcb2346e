"use client";

import { useId } from "react";
import type { BackendHelp } from "#lib/core/backend-state.ts";
import { HELPS } from "./backend-words.ts";

const ORDER: readonly BackendHelp[] = ["never", "when-unable", "when-busy"];

/** When a backend draws what was asked of another, each choice with what it means. */
export function HelpsField(props: { value: BackendHelp; onEdit: (helps: BackendHelp) => void }) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-muted">Draw for other backends</legend>
      <div className="flex flex-col divide-y divide-line overflow-hidden rounded-md border border-line">
        {ORDER.map((help) => (
          <label
            key={help}
            className="flex items-start gap-2.5 px-3 py-2 text-xs select-none hover:bg-raised has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-select"
          >
            <input
              type="radio"
              name={name}
              checked={props.value === help}
              onChange={() => props.onEdit(help)}
              className="mt-0.5 size-3.5 shrink-0 accent-select outline-none"
            />
            <span className="min-w-0">
              <span className="block">{HELPS[help].label}</span>
              <span className="block text-2xs text-faint">{HELPS[help].about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
