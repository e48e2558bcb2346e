"use client";

import { Select, type SelectOption } from "#components/ui/select.tsx";
import { backendProblem, backendsPath, backendStanding } from "./backend-words.ts";
import type { PanelProps } from "./inspector-props.ts";

type Shown = Pick<PanelProps, "view" | "backendStates" | "workspaceId" | "canEdit">;

/** A choice of what draws: the workspace's backends that are on, each with how it stands where all is not well. */
export function BackendSelect(
  props: Shown & {
    /** Null when many differ. */
    value: string | null;
    /** The backend that this comes to; null when many differ. */
    inUseId: string | null;
    /** Offered before the backends themselves. */
    first?: SelectOption;
    onEdit: (value: string) => void;
  },
) {
  const { view, backendStates, workspaceId, value, inUseId, first } = props;
  const nowMs = Date.now();
  const state = inUseId === null ? undefined : backendStates.get(inUseId);
  const chosenId = value === first?.value ? null : value;
  const isGone = inUseId !== null && !view.backends.has(inUseId);
  const help = isGone
    ? "The backend that is chosen was removed from the workspace. Choose another one to draw anew; what it drew stays."
    : backendProblem(state, nowMs);
  return (
    <div>
      <Select
        label="Backend"
        value={value}
        placeholder="Mixed"
        disabled={!props.canEdit}
        help={help === "" ? undefined : help}
        options={[
          ...(first ? [first] : []),
          ...backendOptions({ view, backendStates, chosenId, nowMs }),
        ]}
        onEdit={props.onEdit}
      />
      <a
        href={backendsPath(workspaceId)}
        className="mt-1 ml-[92px] inline-block rounded-sm text-2xs text-muted underline-offset-2 hover:text-text hover:underline"
      >
        {view.backends.size > 1 ? "Backends…" : "Add a model…"}
      </a>
    </div>
  );
}

/** What can be chosen: the draft first, then the workspace's own in its order; one that can't be used only if it is. */
export function backendOptions(options: {
  view: Shown["view"];
  backendStates: Shown["backendStates"];
  chosenId: string | null;
  nowMs: number;
}): SelectOption[] {
  const { view, backendStates, chosenId, nowMs } = options;
  const list: SelectOption[] = [];
  for (const { id, name } of view.backends.values()) {
    const state = backendStates.get(id);
    if (state && !state.isEnabled && id !== chosenId) continue;
    const standing = backendStanding(state, nowMs);
    list.push({ value: id, label: standing === "" ? name : `${name} (${standing})` });
  }
  const isKnown = chosenId === null || list.some(({ value }) => value === chosenId);
  if (!isKnown) list.push({ value: chosenId, label: "A backend that was removed" });
  return list;
}
