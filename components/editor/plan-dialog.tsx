"use client";

import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { GengaError } from "#lib/core/errors.ts";
import type { TakesPlan } from "#lib/core/takes-plan.ts";
import { planTakes, type TakesRequest } from "#lib/realtime/browser/api.ts";
import { useEditor, useProjectState } from "./editor-context.ts";
import { PlanBackends } from "./plan-backends.tsx";
import { whenSaved } from "./when-saved.ts";

type Reading =
  | { readonly state: "reading" }
  | { readonly state: "read"; readonly plan: TakesPlan }
  | { readonly state: "failed"; readonly message: string };

/** What generating takes, shown before it begins: how much each backend draws, for how long, and what it costs. */
export function PlanDialog({ request }: { request: TakesRequest | null }) {
  const { projectId, store, state, actions } = useEditor();
  const isPaused = useProjectState(({ view }) => view?.project.isPaused ?? false);
  const backends = useProjectState(({ view }) => view?.backends);
  const isDrafted = (backendId: string) => backends?.get(backendId)?.isDraft === true;
  const [reading, setReading] = useState<Reading>({ state: "reading" });
  useEffect(() => {
    if (!request) return;
    let isCurrent = true;
    setReading({ state: "reading" });
    const read = async () => {
      await whenSaved(store);
      return planTakes(projectId, request);
    };
    read().then(
      (plan) => {
        if (isCurrent) setReading({ state: "read", plan });
      },
      (error: unknown) => {
        if (isCurrent) setReading({ state: "failed", message: messageOf(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [projectId, store, request]);
  const plan = reading.state === "read" ? reading.plan : null;
  const total = plan ? plan.draws.reduce((sum, { count }) => sum + count, 0) : 0;
  const byModels = plan
    ? plan.draws.reduce((sum, draw) => sum + (isDrafted(draw.backendId) ? 0 : draw.count), 0)
    : 0;
  const isNothing = plan !== null && total === 0 && plan.reused === 0;
  const close = () => state.setState({ planned: null });
  return (
    <Dialog
      open={request !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      width="medium"
      title={isNothing ? "Nothing to generate" : titleOf(request, plan === null ? null : total)}
      description={
        total > byModels && byModels > 0
          ? `${countOf(byModels, "segment")} for a model, ${(total - byModels).toLocaleString("en")} for the draft`
          : undefined
      }
      footer={
        isNothing ? (
          <Button onClick={close}>Close</Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              look="primary"
              // Without a plan the wish still stands: the server decides again anyway.
              disabled={reading.state === "reading"}
              onClick={actions.requestPlanned}
            >
              {plan === null
                ? "Generate"
                : total > 0
                  ? `Generate ${total.toLocaleString("en")}`
                  : "Use them"}
            </Button>
          </>
        )
      }
    >
      {reading.state === "reading" ? (
        <div role="status" aria-label="Working out what it takes" className="flex flex-col gap-2">
          <Skeleton className="h-5 w-56" />
          <Skeleton className="h-4" />
          <Skeleton className="h-4 w-72" />
        </div>
      ) : null}
      {reading.state === "failed" ? (
        <p role="alert" className="text-sm text-danger">
          {reading.message}
        </p>
      ) : null}
      {plan ? (
        <div className="flex flex-col gap-3">
          {total > 0 ? <PlanBackends plan={plan} /> : null}
          <Rest plan={plan} isAll={total === 0} />
          {isPaused && total > 0 ? (
            <p className="text-xs text-warn">
              Generation is paused: they wait in the queue until somebody resumes it.
            </p>
          ) : null}
        </div>
      ) : null}
    </Dialog>
  );
}

/** What costs nothing. */
function Rest({ plan, isAll }: { plan: TakesPlan; isAll: boolean }) {
  const parts = [
    plan.reused > 0
      ? `${countOf(plan.reused, "segment")} at no cost: an equal take is there, or drawn along`
      : "",
    plan.skipped > 0
      ? `${countOf(plan.skipped, "segment")} left alone: up to date, on its way, or a cut`
      : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return null;
  return (
    <ul
      className={classNames(
        "flex flex-col gap-0.5 text-xs text-muted",
        !isAll && "border-t border-line pt-3",
      )}
    >
      {parts.map((part) => (
        <li key={part} className="flex gap-2">
          <Check aria-hidden className="mt-0.5 size-3 shrink-0" />
          {part}
        </li>
      ))}
    </ul>
  );
}

/** @param total how many are drawn; null while nobody knows */
function titleOf(request: TakesRequest | null, total: number | null): string {
  if (total === 0) return "Nothing has to be drawn";
  const what = total === null ? "segments" : countOf(total, "segment");
  switch (request?.scope) {
    case "stale":
      return `Generate ${what} that ${total === 1 ? "is" : "are"} stale`;
    case "drafts":
      return `Redraw ${what} that ${total === 1 ? "is" : "are"} drafted`;
    case "segments":
      return `Generate ${what} of the selection`;
    default:
      return `Generate ${what}`;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof GengaError) return error.userMessage;
  reportError(error);
  return "What it takes could not be worked out. Nothing was changed; you can still generate.";
}
