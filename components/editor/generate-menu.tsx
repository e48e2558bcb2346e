"use client";

import { Ban, ChevronDown, RefreshCw, Sparkles } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { MenuItem } from "#components/ui/menu-item.ts";
import { Menu } from "#components/ui/menu.tsx";
import { useCanEdit, useEditor, useProjectState } from "./editor-context.ts";
import { countSegments, pendingTakes, segmentsOfSelection } from "./segment-choices.ts";

/** Everything that draws, with how many segments each would draw. */
export function GenerateMenu() {
  const { store, state, actions } = useEditor();
  const canEdit = useCanEdit();
  const pendingCount = useProjectState(({ view }) => (view ? pendingTakes(view).length : 0));
  const hasSegments = useProjectState(({ view }) => (view?.sequence.segments.length ?? 0) > 0);
  if (!canEdit) return null;
  // Worked out when the menu opens: counting what is stale hashes a recipe for each segment.
  const items = (): MenuItem[] => {
    const { view } = store.getState();
    if (!view) return [];
    const { missing, stale, pending } = countSegments(view);
    const pendingIds = new Set(pending.map((segment) => segment.id));
    const missingCount = missing.filter((segment) => !pendingIds.has(segment.id)).length;
    const selected = segmentsOfSelection(view, state.getState().selection).filter(
      (segment) => !segment.isCut,
    );
    const inFlight = pendingTakes(view).length;
    return [
      {
        label: "All missing",
        detail: String(missingCount),
        shortcut: "Shift G",
        icon: <Sparkles />,
        disabled: missingCount === 0,
        onSelect: actions.generateMissing,
      },
      {
        label: "All stale",
        detail: String(stale.length),
        icon: <RefreshCw />,
        disabled: stale.length === 0,
        onSelect: actions.generateStale,
      },
      "separator",
      {
        label: "Selected segments",
        detail: String(selected.length),
        shortcut: "G",
        icon: <Sparkles />,
        disabled: selected.length === 0,
        onSelect: actions.generateSelection,
      },
      {
        label: "Redraw selected with a new seed",
        shortcut: "R",
        icon: <RefreshCw />,
        disabled: selected.length === 0,
        onSelect: actions.redrawSelection,
      },
      "separator",
      {
        label: "Cancel all",
        detail: String(inFlight),
        icon: <Ban />,
        disabled: inFlight === 0,
        onSelect: actions.cancelAll,
      },
    ];
  };
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <Button
          disabled={!hasSegments}
          aria-label={pendingCount > 0 ? `Generate, ${pendingCount} under way` : "Generate"}
          icon={<Sparkles aria-hidden className="size-3.5 text-accent" />}
        >
          <span className="max-sm:hidden">
            {pendingCount > 0 ? `Generating ${pendingCount}` : "Generate"}
          </span>
          <ChevronDown aria-hidden className="size-3 text-muted" />
        </Button>
      }
    />
  );
}
