"use client";

import { Ellipsis } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { MenuItem } from "#components/ui/menu-item.ts";
import { Menu } from "#components/ui/menu.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Project } from "#lib/core/project.ts";
import { isPending, type Take } from "#lib/core/take.ts";
import { posterUrl } from "#lib/realtime/browser/urls.ts";
import type { TakeProgress } from "./inspector-props.ts";
import { ageText } from "./words.ts";

/** One take: its poster, number and state, its seed and age, and what the backend had to say. */
export function TakeCard(props: {
  projectId: string;
  project: Project;
  take: Take;
  backend: BackendDescription | undefined;
  progress: TakeProgress | undefined;
  isChosen: boolean;
  canEdit: boolean;
  nowMs: number;
  onChoose: () => void;
  /** Null when there is nothing to compare it with. */
  onCompare: (() => void) | null;
  onLockSeed: () => void;
  onCancel: () => void;
  onRetry: () => void;
  onDelete: () => void;
}) {
  const { take, isChosen, canEdit } = props;
  const isReady = take.status.state === "ready";
  const seams = take.clip
    ? `Seams ${take.clip.seams.firstPsnrDb.toFixed(0)} and ${take.clip.seams.lastPsnrDb.toFixed(0)} dB`
    : undefined;
  const head = (
    <>
      <Poster {...props} />
      <span className="min-w-0 flex-1 text-left">
        <span className="flex items-center gap-1.5 text-xs font-medium">
          Take {take.number}
          <StateBadge take={take} isChosen={isChosen} />
          {props.backend?.isDraft === true ? <Badge tone="warn">Draft</Badge> : null}
        </span>
        <span className="block truncate text-2xs text-muted tabular-nums">
          Seed {take.recipe.seed} · {ageText(take.createdAt, props.nowMs)}
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
          items={itemsFor(props)}
        />
      </div>
      <TakeDetail take={take} progress={props.progress} seams={seams} />
    </li>
  );
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

function StateBadge({ take, isChosen }: { take: Take; isChosen: boolean }) {
  switch (take.status.state) {
    case "queued":
      return <Badge>Queued</Badge>;
    case "running":
      return <Badge tone="select">Drawing</Badge>;
    case "waiting":
      return <Badge tone="warn">Waiting</Badge>;
    case "failed":
      return <Badge tone="danger">Failed</Badge>;
    case "cancelled":
      return <Badge>Cancelled</Badge>;
    case "ready":
      return isChosen ? <Badge tone="select">Chosen</Badge> : null;
  }
}

function TakeDetail(props: {
  take: Take;
  progress: TakeProgress | undefined;
  seams: string | undefined;
}) {
  const { take, progress } = props;
  const error = take.status.state === "failed" ? take.status.error.message : null;
  if (isPending(take)) {
    return (
      <div className="mt-1.5 flex flex-col gap-1">
        {take.status.state === "waiting" ? null : (
          <ProgressBar
            tone="select"
            label={`Take ${take.number}`}
            fraction={progress?.fraction ?? null}
          />
        )}
        {progress ? <p className="text-2xs text-muted">{progress.detail}</p> : null}
      </div>
    );
  }
  if (error === null && take.notes.length === 0 && props.seams === undefined) return null;
  return (
    <div className="mt-1.5 flex flex-col gap-0.5 text-2xs text-muted">
      {error === null ? null : <p className="text-danger">{error}</p>}
      {take.notes.map((note, index) => (
        <p key={index}>{note}</p>
      ))}
      {props.seams === undefined ? null : (
        <p title="How like the clip's ends are to the two drawings; above 30 dB no jump is seen.">
          {props.seams}
        </p>
      )}
    </div>
  );
}

function itemsFor(props: Parameters<typeof TakeCard>[0]): MenuItem[] {
  const { take, canEdit } = props;
  const { state } = take.status;
  const items: MenuItem[] = [];
  if (state === "ready" && props.onCompare) {
    items.push({ label: "Compare with the chosen take", onSelect: props.onCompare });
  }
  if (!canEdit) return items;
  items.push({ label: "Lock this seed", onSelect: props.onLockSeed });
  if (isPending(take)) items.push({ label: "Cancel", onSelect: props.onCancel });
  if (state === "failed" || state === "cancelled") {
    items.push({ label: "Try again", onSelect: props.onRetry });
  }
  if (!isPending(take)) {
    items.push("separator", { label: "Delete take…", onSelect: props.onDelete, danger: true });
  }
  return items;
}
