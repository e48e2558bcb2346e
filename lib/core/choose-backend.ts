import type { BackendHealth, BackendHelp } from "./backend-state.ts";

/** How a backend stands when somebody has to decide what draws the next take. */
export type DrawingBackend = {
  readonly backendId: string;
  readonly isEnabled: boolean;
  /** Nothing may be asked of it for now: a quota, or a server that is away. */
  readonly isPaused: boolean;
  /** `unwell`: the last look found it paused by its owner, broken or changed. `slow`: asleep, or not built yet. */
  readonly condition: "well" | "slow" | "unwell";
  readonly helps: BackendHelp;
  readonly concurrency: number;
  /** Drawings that it has under way, over all workers. */
  readonly usedPlaces: number;
};

/** Why another backend draws than the one that was asked. */
export type HelpReason = "removed" | "disabled" | "paused" | "unwell" | "busy";

export type BackendChoice = {
  readonly backendId: string;
  /** Null when it is the asked one itself. */
  readonly reason: HelpReason | null;
};

/** A look that is older says nothing: a backend that was broken may be well by now, and only a try tells. */
const LOOK_HOLDS_MS = 10 * 60_000;

/** How a backend stands at this time. */
export function drawingBackendOf(
  state: Pick<DrawingBackend, "backendId" | "isEnabled" | "helps" | "concurrency"> & {
    readonly health: BackendHealth | null;
    readonly pause: { readonly until: string } | null;
  },
  options: { nowMs: number; usedPlaces: number },
): DrawingBackend {
  const { nowMs, usedPlaces } = options;
  const { backendId, isEnabled, helps, concurrency, health, pause } = state;
  const isFresh = health !== null && nowMs - Date.parse(health.checkedAt) < LOOK_HOLDS_MS;
  const condition = isFresh ? CONDITIONS[health.state] : "well";
  const isPaused = pause !== null && Date.parse(pause.until) > nowMs;
  return { backendId, isEnabled, isPaused, condition, helps, concurrency, usedPlaces };
}

const CONDITIONS = {
  running: "well",
  asleep: "slow",
  building: "slow",
  paused: "unwell",
  broken: "unwell",
  changed: "unwell",
} as const;

const ORDER = { well: 0, slow: 1, unwell: 2 };

/**
 * Which backend draws a take: the one that was asked, if it can; else the first in the workspace's order that is allowed
 * to help, those that run before those that have to wake up first.
 * @param options.backends the workspace's own, in its order
 * @returns null while none can; the asked one when it isn't there any more and nothing helps, because only the try
 *   tells the person so
 */
export function chooseBackend(options: {
  askedBackendId: string;
  backends: readonly DrawingBackend[];
}): BackendChoice | null {
  const { askedBackendId, backends } = options;
  const asked = backends.find(({ backendId }) => backendId === askedBackendId);
  const itself = { backendId: askedBackendId, reason: null };
  const reason = reasonToHelp(asked);
  if (reason === null) return itself;
  const helpers = backends.filter(
    (one) =>
      one !== asked &&
      isAble(one) &&
      (one.helps === "when-busy" || (one.helps === "when-unable" && reason !== "busy")),
  );
  const [helper] = helpers
    .filter(hasPlace)
    .toSorted((a, b) => ORDER[a.condition] - ORDER[b.condition]);
  // What was found broken may be well by now: rather than to another such one, the take goes to the asked.
  const canTry = asked !== undefined && isAble(asked) && hasPlace(asked);
  if (helper && (helper.condition !== "unwell" || !canTry)) {
    return { backendId: helper.backendId, reason };
  }
  if (canTry) return itself;
  return asked === undefined && helpers.length === 0 ? itself : null;
}

/** Whether something besides this backend could draw the take sooner or later without its pause being over. */
export function canBeHelped(options: {
  askedBackendId: string;
  exceptId: string;
  backends: readonly DrawingBackend[];
}): boolean {
  const { askedBackendId, exceptId, backends } = options;
  return backends.some(
    (one) =>
      one.backendId !== exceptId &&
      isAble(one) &&
      one.condition !== "unwell" &&
      (one.backendId === askedBackendId || one.helps !== "never"),
  );
}

function reasonToHelp(asked: DrawingBackend | undefined): HelpReason | null {
  if (!asked) return "removed";
  if (!asked.isEnabled) return "disabled";
  if (asked.isPaused) return "paused";
  if (asked.condition === "unwell") return "unwell";
  return hasPlace(asked) ? null : "busy";
}

function isAble({ isEnabled, isPaused }: DrawingBackend): boolean {
  return isEnabled && !isPaused;
}

function hasPlace({ usedPlaces, concurrency }: DrawingBackend): boolean {
  return usedPlaces < concurrency;
}
