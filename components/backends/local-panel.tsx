"use client";

import { Laptop } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { LocalBackendStatus, LocalBackendView } from "#lib/core/local-backend.ts";
import { Disclosure } from "./disclosure.tsx";
import { LocalLog } from "./local-log.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { RemoveLocalDialog } from "./remove-local-dialog.tsx";
import type { LocalBackend } from "./use-local-backend.ts";

const BADGES: Record<LocalBackendStatus["state"], { tone: Tone; text: string } | null> = {
  "not-offered": null,
  absent: null,
  installing: { tone: "select", text: "Setting up" },
  starting: { tone: "select", text: "Starting" },
  running: { tone: "ok", text: "Running" },
  failed: { tone: "danger", text: "Not running" },
};

/** The in-betweener of this machine: what it is, and how its set-up stands. */
export function LocalPanel(props: {
  local: LocalBackend;
  canManage: boolean;
  /** Whether it is among this workspace's backends. */
  isInList: boolean;
}) {
  const { local, canManage, isInList } = props;
  const { status } = local;
  const [isRemoving, setIsRemoving] = useState(false);
  if (status === null) {
    return local.problem === null ? (
      <Skeleton className="h-28 rounded-lg" />
    ) : (
      <ProblemNote problem={local.problem} />
    );
  }
  if (status.state === "not-offered") {
    return (
      <p className="rounded-lg border border-line px-4 py-3 text-xs text-muted">
        {status.detail === ""
          ? "The local in-betweener can’t be set up from here: this installation doesn’t run one. Run it on another machine with npm run selfhost, and add its address above."
          : status.detail}
      </p>
    );
  }
  const badge = BADGES[status.state];
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-panel px-4 py-3.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2.5">
        <span
          aria-hidden
          className="grid size-8 shrink-0 place-items-center rounded-md border border-line bg-raised text-muted"
        >
          <Laptop className="size-4" />
        </span>
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="flex items-center gap-2 text-sm font-medium">
            Local in-betweener
            {badge ? <Badge tone={badge.tone}>{badge.text}</Badge> : null}
          </h3>
          <About status={status} isInList={isInList} />
        </div>
        {canManage ? (
          <div className="flex shrink-0 items-center gap-2 self-center max-sm:pl-11">
            <Actions
              status={status}
              local={local}
              isInList={isInList}
              onRemove={() => setIsRemoving(true)}
            />
          </div>
        ) : null}
      </div>
      <Progress status={status} />
      <ProblemNote problem={local.problem} />
      <LocalLog status={status} />
      <RemoveLocalDialog
        open={isRemoving}
        isSetUp={status.state !== "installing"}
        onClose={() => setIsRemoving(false)}
        onRemove={local.remove}
      />
    </div>
  );
}

function About({ status, isInList }: { status: LocalBackendView; isInList: boolean }) {
  const line = "mt-0.5 text-xs text-muted";
  if (status.state === "absent") {
    return (
      <div className={line}>
        <p>
          Draws on this machine with no account, no quota and nothing sent anywhere. It moves what
          both drawings show from one to the other by optical flow, so it needs no model weights:
          good for small motion, and it invents nothing that is in neither drawing.
        </p>
        <div className="mt-1.5">
          <Disclosure summary="What it needs, and better models">
            <p className="text-xs">
              Python 3.10 or newer, 630 MB of disk (1 GB while it is set up) and a minute or two for
              the first set-up. It starts with Genga from then on. With weights of your own,{" "}
              <code>npm run selfhost</code> runs RIFE, or ToonCrafter on an NVIDIA GPU: see
              selfhost/README.md.
            </p>
          </Disclosure>
        </div>
      </div>
    );
  }
  if (status.state === "running" && !isInList) {
    return (
      <p className={line}>
        {status.isUsedElsewhere
          ? "It runs for another workspace, and can draw for this one as well."
          : "It runs on this machine, and no workspace has it among its backends."}
      </p>
    );
  }
  if (status.state === "failed") {
    return (
      <p className={line}>{status.detail === "" ? "It could not be started." : status.detail}</p>
    );
  }
  return (
    <p role="status" className={`${line} break-words`}>
      {status.detail}
    </p>
  );
}

function Progress({ status }: { status: LocalBackendStatus }) {
  if (status.state === "installing" || status.state === "starting") {
    return (
      <div className="flex items-center gap-3">
        <ProgressBar label="Setting up the local in-betweener" fraction={status.fraction} />
        {status.fraction === null ? null : (
          <span aria-hidden className="w-9 text-right text-2xs text-muted tabular-nums">
            {Math.round(status.fraction * 100)} %
          </span>
        )}
      </div>
    );
  }
  return <ProblemNote problem={status.problem} />;
}

function Actions(props: {
  status: LocalBackendView;
  local: LocalBackend;
  isInList: boolean;
  onRemove: () => void;
}): ReactNode {
  const { status, local, isInList, onRemove } = props;
  const [isBusy, setIsBusy] = useState(false);
  const run = async (work: () => Promise<boolean>) => {
    setIsBusy(true);
    await work();
    setIsBusy(false);
  };
  // What another workspace uses is no longer this one's to take away.
  const mayRemove = isInList || !status.isUsedElsewhere;
  switch (status.state) {
    case "not-offered":
      return null;
    case "absent":
      return (
        <Button look="primary" busy={isBusy} onClick={() => void run(local.setUp)}>
          Set up
        </Button>
      );
    case "installing":
    case "starting":
      return mayRemove ? (
        <Button look="quiet" onClick={onRemove}>
          {status.state === "installing" ? "Stop…" : "Remove…"}
        </Button>
      ) : null;
    case "running":
      return (
        <>
          {isInList ? null : (
            <Button busy={isBusy} onClick={() => void run(local.setUp)}>
              Add to this workspace
            </Button>
          )}
          {mayRemove ? <Button onClick={onRemove}>Remove…</Button> : null}
        </>
      );
    case "failed":
      return (
        <>
          {mayRemove ? (
            <Button look="quiet" onClick={onRemove}>
              Remove…
            </Button>
          ) : null}
          <Button look="primary" busy={isBusy} onClick={() => void run(local.retry)}>
            Try again
          </Button>
        </>
      );
  }
}
