"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { backendOptions } from "./backend-select.tsx";
import type { PanelProps } from "./inspector-props.ts";

/** Another backend for segments whose own can't draw them; nothing where there is no other. */
export function DrawWith(
  props: Pick<PanelProps, "view" | "backendStates" | "actions"> & {
    exceptId: string;
    segmentIds: readonly string[];
  },
) {
  const { view, backendStates, actions, exceptId, segmentIds } = props;
  const others = backendOptions({
    view,
    backendStates,
    chosenId: null,
    nowMs: Date.now(),
  }).filter(({ value }) => value !== exceptId);
  const [only] = others;
  if (!only) return null;
  if (others.length === 1) {
    return (
      <Button onClick={() => actions.drawWith({ segmentIds, backendId: only.value })}>
        Draw with {view.backends.get(only.value)?.name ?? only.label}
      </Button>
    );
  }
  return (
    <Menu
      trigger={
        <Button>
          Draw with…
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      }
      items={others.map(({ value, label }) => ({
        label,
        onSelect: () => actions.drawWith({ segmentIds, backendId: value }),
      }))}
    />
  );
}
