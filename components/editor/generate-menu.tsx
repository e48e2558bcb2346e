"use client";

import {
  ArrowUpToLine,
  Ban,
  ChevronDown,
  CirclePause,
  ListOrdered,
  Play,
  RefreshCw,
  Sparkles,
  WandSparkles,
} from "lucide-react";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import type { MenuItem } from "#components/ui/menu-item.ts";
import { Menu } from "#components/ui/menu.tsx";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useCanEdit, useEditor, useProjectState } from "./editor-context.ts";
import { countSegments, pendingOfSelection, segmentsOfSelection } from "./segment-choices.ts";

/** A workspace that has more shows the first ones: the rest is chosen in the inspector. */
const MAX_MODELS = 5;

/** Everything that draws, with how many segments each would draw, and what leads the queue. */
export function GenerateMenu() {
  const { store, state, actions } = useEditor();
  const canEdit = useCanEdit();
  const hasSegments = useProjectState(({ view }) => (view?.sequence.segments.length ?? 0) > 0);
  if (!canEdit) return null;
  // Worked out when the menu opens: counting what is stale hashes a recipe for each segment.
  const items = (): MenuItem[] => {
    const { view, backendStates } = store.getState();
    if (!view) return [];
    const { selection } = state.getState();
    const { missing, stale, pending, drafted } = countSegments(view);
    const pendingIds = new Set(pending.map((segment) => segment.id));
    const missingCount = missing.filter((segment) => !pendingIds.has(segment.id)).length;
    const selectedCount = segmentsOfSelection(view, selection).filter((one) => !one.isCut).length;
    const inFlight = takeQueueOf(view).takes.length;
    const movable = pendingOfSelection(view, selection);
    const { isPaused } = view.project;
    const models = [...view.backends.values()].filter(
      ({ id, isDraft }) => !isDraft && backendStates.get(id)?.isEnabled === true,
    );
    const redraws: MenuItem[] =
      drafted.length === 0 || models.length === 0
        ? []
        : [
            "separator",
            { heading: `Redraw ${countOf(drafted.length, "draft")} with` },
            ...models.slice(0, MAX_MODELS).map(({ id, name }) => ({
              label: name,
              icon: <WandSparkles />,
              onSelect: () => actions.redrawDrafts(id),
            })),
          ];
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
      ...redraws,
      "separator",
      {
        label: "Selected segments",
        detail: String(selectedCount),
        shortcut: "G",
        icon: <Sparkles />,
        disabled: selectedCount === 0,
        onSelect: actions.generateSelection,
      },
      {
        label: "Redraw selected with a new seed",
        shortcut: "R",
        icon: <RefreshCw />,
        disabled: selectedCount === 0,
        onSelect: actions.redrawSelection,
      },
      {
        label: "Move selected to front",
        detail: movable.length > 0 ? String(movable.length) : undefined,
        icon: <ArrowUpToLine />,
        disabled: movable.length === 0,
        onSelect: () => actions.moveToFront(movable),
      },
      "separator",
      {
        label: "Show the queue",
        shortcut: "Q",
        detail: String(inFlight),
        icon: <ListOrdered />,
        onSelect: () => state.setState({ isQueueOpen: true }),
      },
      {
        label: isPaused ? "Resume generation" : "Pause generation",
        icon: isPaused ? <Play /> : <CirclePause />,
        onSelect: () => actions.setPaused(!isPaused),
      },
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
          aria-label="Generate"
          icon={<Sparkles aria-hidden className="size-3.5 text-accent" />}
        >
          <span className="max-sm:hidden">Generate</span>
          <ChevronDown aria-hidden className="size-3 text-muted" />
        </Button>
      }
    />
  );
}
