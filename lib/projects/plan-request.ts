import { requireAccess } from "#lib/auth/access.ts";
import type { BackendState } from "#lib/core/backend-state.ts";
import { chooseBackend, drawingBackendOf } from "#lib/core/choose-backend.ts";
import type { BackendPlan, TakesPlan } from "#lib/core/takes-plan.ts";
import { describeAskable } from "./backends/describe-askable.ts";
import { readBackendStates } from "./backends/read-backend-states.ts";
import { findEqualTakes } from "./find-equal-takes.ts";
import { planTakes, type PlannedTake } from "./plan-takes.ts";
import { readAskedSegments } from "./read-asked-segments.ts";
import type { TakeRequest } from "./take-request.ts";
import type { TakeServices } from "./take-services.ts";

/**
 * What a request for takes would come to, worked out as the request itself does it; nothing is written.
 * @throws GengaError `invalid` when the backend isn't there; as `requireAccess`
 */
export async function planRequest(
  { database, blobs }: Pick<TakeServices, "database" | "blobs">,
  options: { userId: string; projectId: string; request: TakeRequest },
): Promise<TakesPlan> {
  const { userId, projectId, request } = options;
  const permission = "project:generate";
  const { workspaceId } = await requireAccess({ database, userId, projectId, permission });
  const backends = await describeAskable(database, { projectId, request });
  const { wanted, rechosen, skippedCount } = planTakes({
    ...(await readAskedSegments(database, { projectId, request })),
    deletedNumbers: new Map(),
    backends,
    request,
    randomInteger: (min) => min,
  });
  const fingerprints = [...new Set(wanted.flatMap((one) => (one.mayReuse ? one.fingerprint : [])))];
  const equals = await findEqualTakes({ database, blobs }, { workspaceId, fingerprints });
  const states = await readBackendStates(database, { projectId });
  const byBackend = Map.groupBy(wanted, ({ recipe }) => recipe.backendId);
  const draws = [...backends.keys()].flatMap((backendId) => {
    const planned = byBackend.get(backendId);
    return planned ? [planOf({ backendId, planned, drawn: new Set(equals.keys()), states })] : [];
  });
  const reused = draws.reduce((sum, { reusedCount }) => sum + reusedCount, rechosen.length);
  return { draws, reused, skipped: skippedCount };
}

function planOf(options: {
  backendId: string;
  planned: readonly PlannedTake[];
  /** Fingerprints of what is there already. */
  drawn: ReadonlySet<string>;
  states: readonly BackendState[];
}): BackendPlan {
  const { backendId, planned, drawn, states } = options;
  const once = planned.filter((one) => one.mayReuse && !drawn.has(one.fingerprint));
  const count =
    new Set(once.map(({ fingerprint }) => fingerprint)).size +
    planned.filter((one) => !one.mayReuse).length;
  const fallbackBackendId = helperOf({ backendId, states });
  const drawsIt = states.find((state) => state.backendId === (fallbackBackendId ?? backendId));
  const { concurrency = 1, meanDrawMs = null, quotaSecondsPerTake = null } = drawsIt ?? {};
  return {
    backendId,
    count,
    reusedCount: planned.length - count,
    fallbackCount: fallbackBackendId === null ? 0 : count,
    fallbackBackendId,
    estimateMs: meanDrawMs === null ? null : Math.ceil(count / concurrency) * meanDrawMs,
    quotaSeconds: quotaSecondsPerTake === null ? null : count * quotaSecondsPerTake,
  };
}

/** The backend that would draw in place of this one for the time being; its places that are taken don't count. */
function helperOf(options: { backendId: string; states: readonly BackendState[] }): string | null {
  const { backendId: askedBackendId, states } = options;
  if (!states.some((state) => state.backendId === askedBackendId)) return null;
  const backends = states.map((state) =>
    drawingBackendOf(state, { nowMs: Date.now(), usedPlaces: 0 }),
  );
  const choice = chooseBackend({ askedBackendId, backends });
  return choice === null || choice.reason === null ? null : choice.backendId;
}
