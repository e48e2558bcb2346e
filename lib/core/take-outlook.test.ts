import { describe, expect, it } from "vitest";
import type { BackendDescription } from "./backend-description.ts";
import type { BackendState } from "./backend-state.ts";
import { newProject } from "./project.ts";
import type { Take, TakeStatus } from "./take.ts";
import { takeHoldsOf, takeOutlookOf } from "./take-outlook.ts";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const SOON = "2026-05-01T12:05:00.000Z";
const LATER = "2026-05-01T18:00:00.000Z";
const PAUSE = {
  until: LATER,
  errorClass: "quota",
  message: "The day's quota is used up.",
} as const;

function stateOf(backendId: string, fields: Partial<BackendState> = {}): BackendState {
  return {
    backendId,
    isEnabled: true,
    helps: "never",
    concurrency: 1,
    health: null,
    pause: null,
    meanDrawMs: null,
    quotaSecondsPerTake: null,
    ...fields,
  };
}

function takeOf(status: TakeStatus, recipe: { backendId: string; fallbackFor?: string }): Take {
  return { status, recipe } as Take;
}

const queued: TakeStatus = { state: "queued", queuedAt: SOON };
const waiting: TakeStatus = {
  state: "waiting",
  until: SOON,
  error: { errorClass: "asleep", message: "It is waking up." },
};

/** What becomes of a take of "model" while the workspace's backends stand like this. */
function outlook(
  take: Take,
  states: readonly BackendState[],
  options: { isPaused?: boolean; nowMs?: number } = {},
) {
  const { isPaused = false, nowMs = NOW } = options;
  const holds = takeHoldsOf({
    project: { ...newProject("project-1", "Story"), isPaused },
    backends: new Map(states.map(({ backendId }) => [backendId, {} as BackendDescription])),
    backendStates: new Map(states.map((state) => [state.backendId, state])),
    nowMs,
  });
  return takeOutlookOf(take, holds);
}

const model = { backendId: "model" };

describe("what becomes of a take", () => {
  it("is queued while its backend draws, and waits as long as its backend is paused", () => {
    const take = takeOf(queued, model);
    expect(outlook(take, [stateOf("model")])).toEqual({ state: "queued" });
    const paused = [stateOf("model", { pause: PAUSE })];
    expect(outlook(take, paused)).toEqual({
      state: "waiting",
      until: PAUSE.until,
      message: PAUSE.message,
    });
    expect(outlook(take, paused, { nowMs: Date.parse(LATER) + 1 })).toEqual({ state: "queued" });
  });

  it("is that of the backend that was asked, not of the one that helped out", () => {
    const take = takeOf(queued, { backendId: "other", fallbackFor: "model" });
    const states = [stateOf("model", { pause: PAUSE }), stateOf("other")];
    expect(outlook(take, states)).toMatchObject({ state: "waiting", until: LATER });
  });

  it("waits for the later of its own time and its backend's", () => {
    const take = takeOf(waiting, model);
    expect(outlook(take, [stateOf("model")])).toEqual({
      state: "waiting",
      until: SOON,
      message: "It is waking up.",
    });
    expect(outlook(take, [stateOf("model", { pause: PAUSE })])).toMatchObject({ until: LATER });
  });

  it("is queued while another backend may help, and not when that one can't either", () => {
    const take = takeOf(queued, model);
    const away = stateOf("model", { pause: PAUSE });
    const helper = stateOf("helper", { helps: "when-unable" });
    expect(outlook(take, [away, helper])).toEqual({ state: "queued" });
    expect(outlook(take, [away, { ...helper, isEnabled: false }])).toMatchObject({
      state: "waiting",
    });
    for (const state of ["broken", "changed"] as const) {
      const health = { state, problem: "It is gone.", checkedAt: SOON };
      expect(outlook(take, [away, { ...helper, health }])).toMatchObject({ state: "waiting" });
    }
  });

  it("is to wait for somebody while its backend is switched off or the project is paused", () => {
    const off = [stateOf("model", { isEnabled: false, pause: PAUSE })];
    expect(outlook(takeOf(queued, model), off)).toEqual({ state: "off", backendId: "model" });
    expect(outlook(takeOf(waiting, model), off)).toEqual({ state: "off", backendId: "model" });
    expect(outlook(takeOf(queued, model), off, { isPaused: true })).toEqual({ state: "paused" });
  });

  it("leaves alone what is being drawn, and is nothing for what is done", () => {
    const running: TakeStatus = { state: "running", attempt: 1, startedAt: SOON };
    const paused = [stateOf("model", { pause: PAUSE })];
    expect(outlook(takeOf(running, model), paused, { isPaused: true })).toEqual({
      state: "running",
    });
    const ready: TakeStatus = { state: "ready", readyAt: SOON, elapsedMs: 3 };
    expect(outlook(takeOf(ready, model), paused)).toBeNull();
  });
});
