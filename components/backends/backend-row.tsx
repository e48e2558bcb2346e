"use client";

import {
  ArrowDown,
  ArrowUp,
  Cloud,
  Ellipsis,
  Laptop,
  Play,
  RefreshCw,
  Server,
  Settings2,
  Trash2,
} from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { MenuItem } from "#components/ui/menu-item.ts";
import { Switch } from "#components/ui/switch.tsx";
import type { AddressView, BackendView } from "#lib/core/backend-settings.ts";
import { BackendCard } from "./backend-card.tsx";
import { HELPS, modelNameOf, placeOf } from "./backend-words.ts";
import { HealthLine } from "./health-line.tsx";
import { healthWords } from "./health-words.ts";
import { lengthText } from "./time-words.ts";

const ICONS: Record<AddressView["kind"], typeof Cloud> = {
  space: Cloud,
  url: Server,
  local: Laptop,
};

export type RowActions = {
  readonly onToggle: (isEnabled: boolean) => void;
  readonly onCheck: () => void;
  readonly onTry: () => void;
  readonly onEdit: () => void;
  /** −1 is up. Null where there is no further to go. */
  readonly onMove: { readonly up: (() => void) | null; readonly down: (() => void) | null };
  readonly onRemove: () => void;
};

/** One saved backend. */
export function BackendRow(props: {
  backend: BackendView;
  nowMs: number | null;
  isChecking: boolean;
  /** Null for somebody who may only look. */
  actions: RowActions | null;
}) {
  const { backend, nowMs, isChecking, actions } = props;
  const { state } = backend;
  const Icon = ICONS[backend.address.kind];
  const words = healthWords(state, nowMs, { isLocal: backend.address.kind === "local" });
  return (
    <BackendCard
      icon={<Icon />}
      name={backend.name}
      badge={<Badge>{modelNameOf(backend)}</Badge>}
      place={placeOf(backend.address)}
      facts={factsOf(backend)}
      isDimmed={!state.isEnabled}
      health={<HealthLine words={words} isChecking={isChecking} />}
      actions={actions ? <RowButtons backend={backend} actions={actions} /> : undefined}
      note={
        words.problem === null ? undefined : (
          <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
            <p className="min-w-0 flex-1 basis-64 text-xs break-words whitespace-pre-line text-muted">
              {words.problem}
            </p>
            {actions && state.isEnabled && state.health?.state === "changed" ? (
              <Button size="small" onClick={actions.onEdit}>
                Look at its inputs…
              </Button>
            ) : null}
          </div>
        )
      }
    />
  );
}

function factsOf({ state }: BackendView): string[] {
  const { concurrency, helps, meanDrawMs } = state;
  const help = HELPS[helps].fact;
  return [
    concurrency === 1 ? "One drawing at a time" : `${concurrency} drawings at once`,
    ...(meanDrawMs === null ? [] : [`About ${lengthText(meanDrawMs)} each`]),
    ...(help === null ? [] : [help]),
  ];
}

function RowButtons({ backend, actions }: { backend: BackendView; actions: RowActions }) {
  const { name, state } = backend;
  const { up, down } = actions.onMove;
  const items: MenuItem[] = [
    { label: "Try it", icon: <Play />, onSelect: actions.onTry },
    { label: "Check now", icon: <RefreshCw />, onSelect: actions.onCheck },
    { label: "Edit…", icon: <Settings2 />, onSelect: actions.onEdit },
    "separator",
    { label: "Move up", icon: <ArrowUp />, disabled: up === null, onSelect: () => up?.() },
    { label: "Move down", icon: <ArrowDown />, disabled: down === null, onSelect: () => down?.() },
    "separator",
    { label: "Remove…", icon: <Trash2 />, danger: true, onSelect: actions.onRemove },
  ];
  return (
    <>
      <Button className="max-md:hidden" onClick={actions.onTry} aria-label={`Try it: ${name}`}>
        Try it
      </Button>
      <Switch label={`Use ${name}`} checked={state.isEnabled} onEdit={actions.onToggle} />
      <Menu
        align="end"
        items={items}
        trigger={
          <button
            type="button"
            aria-label={`More for ${name}`}
            className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text data-[state=open]:bg-raised data-[state=open]:text-text"
          >
            <Ellipsis aria-hidden className="size-4" />
          </button>
        }
      />
    </>
  );
}
