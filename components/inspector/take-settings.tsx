"use client";

import type { BackendDescription } from "#lib/core/backend-description.ts";
import { formatFrameRate } from "#lib/core/frame-rate.ts";
import type { Take } from "#lib/core/take.ts";

/** The recipe that a take was drawn from, in the words of its backend. */
export function TakeSettings(props: {
  take: Take;
  backends: ReadonlyMap<string, BackendDescription>;
}) {
  const { take, backends } = props;
  const { recipe, original } = take;
  const backend = backends.get(recipe.backendId);
  const labels = new Map(backend?.params.map(({ name, label }) => [name, label]));
  // In the model's own order, as its form has them; what it no longer has comes last.
  const names = [...new Set([...labels.keys(), ...Object.keys(recipe.params)])].filter(
    (name) => recipe.params[name] !== undefined,
  );
  const { width, height, frames, frameRate } = original ?? recipe.asked;
  const nameOf = (id: string) => backends.get(id)?.name ?? "a backend that was removed";
  const { fallbackFor } = recipe;
  const rows: [string, string][] = [
    [
      "Backend",
      fallbackFor === undefined
        ? nameOf(recipe.backendId)
        : `${nameOf(recipe.backendId)}, in place of ${nameOf(fallbackFor)}`,
    ],
    ["Prompt", recipe.prompt],
    ["Negative prompt", recipe.negativePrompt],
    ["Seed", backend?.seedRange === null ? "" : String(recipe.seed)],
    ...names.map((name): [string, string] => {
      const value = recipe.params[name];
      const text = typeof value === "boolean" ? (value ? "On" : "Off") : String(value);
      return [labels.get(name) ?? name, text];
    }),
    [
      original ? "Drawn at" : "Asked for",
      `${width} × ${height}, ${frames} frames at ${formatFrameRate(frameRate)} fps`,
    ],
  ];
  return (
    <dl className="mt-1 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-2 gap-y-0.5">
      {rows.map(([label, value]) =>
        value === "" ? null : (
          <div key={label} className="contents">
            <dt className="text-faint">{label}</dt>
            <dd className="min-w-0 break-words text-text tabular-nums">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
