"use client";

import { CircleAlert, Clock, Gauge, LifeBuoy } from "lucide-react";
import type { ReactNode } from "react";
import { backendProblem, backendStanding } from "#components/inspector/backend-words.ts";
import { countOf, estimateText } from "#components/inspector/words.ts";
import type { BackendState } from "#lib/core/backend-state.ts";
import type { BackendPlan, TakesPlan } from "#lib/core/takes-plan.ts";
import { useProjectState } from "./editor-context.ts";

/** What each backend is asked: how many drawings, for how long, what quota, and who helps when it can't. */
export function PlanBackends({ plan }: { plan: TakesPlan }) {
  const backends = useProjectState(({ view }) => view?.backends);
  const backendStates = useProjectState((state) => state.backendStates);
  const nameOf = (id: string) => backends?.get(id)?.name ?? id;
  return (
    <ul className="flex flex-col gap-4">
      {plan.draws
        .filter(({ count }) => count > 0)
        .map((draw) => (
          <li key={draw.backendId}>
            <p className="flex items-baseline justify-between gap-3 text-sm">
              <span className="min-w-0 truncate font-medium">{nameOf(draw.backendId)}</span>
              <span className="shrink-0 tabular-nums">{countOf(draw.count, "segment")}</span>
            </p>
            <ul className="mt-1 flex flex-col gap-1 text-xs text-muted">
              <Lines
                draw={draw}
                state={backendStates.get(draw.backendId)}
                isDraft={backends?.get(draw.backendId)?.isDraft === true}
                helpers={helpersOf(draw.backendId, backendStates).map((one) => ({
                  name: nameOf(one.backendId),
                  isWhenBusy: one.helps === "when-busy",
                }))}
                fallbackName={
                  draw.fallbackBackendId === null ? null : nameOf(draw.fallbackBackendId)
                }
              />
            </ul>
          </li>
        ))}
    </ul>
  );
}

function Lines(props: {
  draw: BackendPlan;
  state: BackendState | undefined;
  isDraft: boolean;
  helpers: readonly { name: string; isWhenBusy: boolean }[];
  fallbackName: string | null;
}) {
  const { draw, state, isDraft, helpers, fallbackName } = props;
  const nowMs = Date.now();
  const standing = backendStanding(state, nowMs);
  const problem = backendProblem(state, nowMs);
  const perTake = state?.quotaSecondsPerTake ?? null;
  const atOnce =
    state && state.concurrency > 1 ? `${state.concurrency} at a time` : "one at a time";
  return (
    <>
      {standing === "" ? null : (
        <Line icon={<CircleAlert className="text-warn" />}>
          {capital(standing)}. {problem}
        </Line>
      )}
      {isDraft ? <Line icon={<Clock />}>On this machine, some seconds each</Line> : null}
      {isDraft ? null : (
        <Line icon={<Clock />}>
          {draw.estimateMs === null
            ? `No time known yet: its first drawing will tell. It draws ${atOnce}.`
            : `${capital(estimateText(draw.estimateMs))}, ${atOnce}`}
        </Line>
      )}
      {perTake === null ? null : (
        <Line icon={<Gauge />}>
          {durationOf(draw.count * perTake)} of GPU quota: {draw.count.toLocaleString("en")} ×{" "}
          {perTake} s. What is beyond it waits and goes on by itself.
        </Line>
      )}
      {draw.fallbackCount > 0 && fallbackName !== null ? (
        <Line icon={<LifeBuoy />}>
          As things stand, {fallbackName} draws {draw.fallbackCount.toLocaleString("en")} of them
        </Line>
      ) : null}
      {draw.fallbackCount === 0
        ? helpers.map(({ name, isWhenBusy }) => (
            <Line key={name} icon={<LifeBuoy />}>
              {name} helps out when it can’t draw{isWhenBusy ? ", and when it is busy" : ""}
            </Line>
          ))
        : null}
    </>
  );
}

/** "4 min 30 s", "2 h 10 min" of so many seconds. */
function durationOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes < 60) return `${minutes} min${rest === 0 ? "" : ` ${rest} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2 [&>svg]:mt-0.5 [&>svg]:size-3 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function helpersOf(
  backendId: string,
  backendStates: ReadonlyMap<string, BackendState>,
): BackendState[] {
  // What is drafted needs no help.
  if (!backendStates.has(backendId)) return [];
  return [...backendStates.values()].filter(
    (one) => one.backendId !== backendId && one.isEnabled && one.helps !== "never",
  );
}
