import type { BackendHelp } from "./backend-state.ts";

/** How a backend stands when somebody has to decide what draws the next take. */
export type DrawingBackend = {
  readonly backendId: string;
  readonly isEnabled: boolean;
  /** Nothing may be asked of it for now: a quota, or a server that is away. */
  readonly isPaused: boolean;
  /** False when the last look found it paused by its owner or broken. */
  readonly isWell: boolean;
  readonly helps: BackendHelp;
  readonly concurrency: number;
  /** Drawings that it has under way, over all workers. */
  readonly usedPlaces: number;
};

/**
 * Which backend draws a take: the one that was asked, if it can; else the first in the workspace's order that is allowed
 * to help, those that are well before the others.
 * @param options.backends the workspace's own, in its order
 * @returns null while none can; the asked one's own id when it isn't there any more and nothing helps, because only the
 *   try tells the person so
 */
export function chooseBackend(options: {
  askedBackendId: string;
  backends: readonly DrawingBackend[];
}): string | null {
  const { askedBackendId, backends } = options;
  const asked = backends.find(({ backendId }) => backendId === askedBackendId);
  const isAskedAble = asked !== undefined && isAble(asked);
  if (isAskedAble && asked.isWell && hasPlace(asked)) return askedBackendId;
  const isOnlyBusy = isAskedAble && asked.isWell;
  const helpers = backends.filter(
    (one) =>
      one !== asked &&
      isAble(one) &&
      (one.helps === "when-busy" || (one.helps === "when-unable" && !isOnlyBusy)),
  );
  const free = helpers.filter(hasPlace);
  const helper = free.find(({ isWell }) => isWell) ?? (isAskedAble ? undefined : free[0]);
  if (helper) return helper.backendId;
  // What was found broken may be well by now: without help, only a try tells.
  if (isAskedAble && hasPlace(asked)) return askedBackendId;
  return asked === undefined && helpers.length === 0 ? askedBackendId : null;
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
      one.isWell &&
      (one.backendId === askedBackendId || one.helps !== "never"),
  );
}

function isAble({ isEnabled, isPaused }: DrawingBackend): boolean {
  return isEnabled && !isPaused;
}

function hasPlace({ usedPlaces, concurrency }: DrawingBackend): boolean {
  return usedPlaces < concurrency;
}
