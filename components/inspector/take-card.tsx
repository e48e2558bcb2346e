"use client";

import { Ellipsis } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Project } from "#lib/core/project.ts";
import type { Take } from "#lib/core/take.ts";
import { posterUrl } from "#lib/realtime/browser/urls.ts";
import type { PendingWords } from "./pending-words.ts";
import { TakeDetail } from "./take-detail.tsx";
import { takeMenuItems, type TakeMenu } from "./take-menu-items.ts";
import { ageText } from "./words.ts";

/** One take: its poster, number and state, what drew it and when, and what there is to say of it. */
export function TakeCard(
  props: TakeMenu & {
    projectId: string;
    project: Project;
    backends: ReadonlyMap<string, BackendDescription>;
    /** Null once nothing is to come of it. */
    pending: PendingWords | null;
    fraction: number | null;
    isChosen: boolean;
    nowMs: number;
    onChoose: () => void;
  },
) {
  const { take, backends, isChosen, canEdit } = props;
  const isReady = take.status.state === "ready";
  const head = (
    <>
      <Poster {...props} />
      <span className="min-w-0 flex-1 text-left">
        <span className="flex items-center gap-1.5 text-xs font-medium">
          Take {take.number}
          <StateBadge take={take} pending={props.pending} isChosen={isChosen} />
          {backends.get(take.recipe.backendId)?.isDraft === true ? (
            <Badge tone="warn">Draft</Badge>
          ) : null}
        </span>
        <span className="block text-2xs text-muted">
          {drawnBy(take, backends)}
          {ageText(take.createdAt, props.nowMs)}
        </span>
      </span>
    </>
  );
  return (
    <li
      className={classNames(
        "rounded-md border p-1.5",
        isChosen ? "border-select bg-select/10" : "border-line hover:border-line-strong",
      )}
    >
      <div className="flex items-center gap-2">
        {isReady && canEdit ? (
          <button
            type="button"
            aria-pressed={isChosen}
            aria-label={isChosen ? `Take ${take.number}, chosen` : `Choose take ${take.number}`}
            onClick={isChosen ? undefined : props.onChoose}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-sm"
          >
            {head}
          </button>
        ) : (
          <div className="flex min-w-0 flex-1 items-center gap-2">{head}</div>
        )}
        <Menu
          align="end"
          trigger={
            <IconButton
              size="small"
              label={`Actions for take ${take.number}`}
              icon={<Ellipsis />}
            />
          }
          items={() => takeMenuItems(props)}
        />
      </div>
      <TakeDetail
        take={take}
        backends={backends}
        pending={props.pending}
        fraction={props.fraction}
      />
    </li>
  );
}

/** "ToonCrafter · ", "ToonCrafter copy, in place of ToonCrafter · "; nothing for the draft, which has its badge. */
function drawnBy(take: Take, backends: ReadonlyMap<string, BackendDescription>): string {
  const { backendId, fallbackFor } = take.recipe;
  const backend = backends.get(backendId);
  if (backend?.isDraft === true && fallbackFor === undefined) return "";
  const nameOf = (id: string) => backends.get(id)?.name ?? "a backend that was removed";
  const name = backend?.name ?? "A backend that was removed";
  return fallbackFor === undefined
    ? `${name} · `
    : `${name}, in place of ${nameOf(fallbackFor)} · `;
}

function Poster(props: { projectId: string; project: Project; take: Take }) {
  const { projectId, project, take } = props;
  const { clip } = take;
  return (
    <span
      className="block h-9 shrink-0 overflow-hidden rounded-sm bg-field"
      style={{ aspectRatio: `${project.width} / ${project.height}` }}
    >
      {clip ? (
        <img
          src={posterUrl({ projectId, takeId: take.id, clipKey: clip.key })}
          alt=""
          loading="lazy"
          className="size-full object-cover"
        />
      ) : null}
    </span>
  );
}

function StateBadge(props: { take: Take; pending: PendingWords | null; isChosen: boolean }) {
  const { take, pending, isChosen } = props;
  if (pending) {
    const tone =
      pending.state === "running"
        ? "select"
        : pending.state === "waiting" || pending.state === "off"
          ? "warn"
          : "neutral";
    return <Badge tone={tone}>{pending.title}</Badge>;
  }
  switch (take.status.state) {
    case "failed":
      return <Badge tone="danger">Failed</Badge>;
    case "cancelled":
      return <Badge>Cancelled</Badge>;
    default:
      return isChosen ? <Badge tone="select">Chosen</Badge> : null;
  }
}
