"use client";

import type { BackendList, BackendView } from "#lib/core/backend-settings.ts";
import { BackendRow, type RowActions } from "./backend-row.tsx";
import { DraftCard } from "./draft-card.tsx";
import { useNow } from "./use-now.ts";

/** The built-in draft, then the saved backends in the workspace's order. */
export function BackendRows(props: {
  list: BackendList;
  /** Those that are being looked at. */
  checking: ReadonlySet<string>;
  actionsOf: (backend: BackendView, index: number) => RowActions;
}) {
  const { list, checking, actionsOf } = props;
  const nowMs = useNow();
  return (
    <ul aria-label="Backends" className="rounded-lg border border-line bg-panel">
      <DraftCard draft={list.draft} />
      {list.backends.map((backend, index) => (
        <BackendRow
          key={backend.id}
          backend={backend}
          nowMs={nowMs}
          isChecking={checking.has(backend.id)}
          actions={list.canManage ? actionsOf(backend, index) : null}
        />
      ))}
    </ul>
  );
}
