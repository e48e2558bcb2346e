import { randomInt, randomUUID } from "node:crypto";
import { projectNotFound, requireAccess } from "#lib/auth/access.ts";
import type { Change } from "#lib/core/change.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import type { Project } from "#lib/core/project.ts";
import { firstPriority } from "#lib/core/take-priority.ts";
import { isPending, type Take } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { describeAskable } from "./backends/describe-askable.ts";
import { describeWorkspaceBackends } from "./backends/describe-workspace-backends.ts";
import {
  commitInTransaction,
  requireAccessAndLock,
  type LockedProject,
} from "./commit-in-transaction.ts";
import { findEqualTakes } from "./find-equal-takes.ts";
import { findWholeClips } from "./find-whole-clips.ts";
import { planTakes, type PlanOptions, type TakePlan } from "./plan-takes.ts";
import { readAskedSegments } from "./read-asked-segments.ts";
import { readSegments } from "./read-segments.ts";
import { refuseTooManyTakes } from "./refuse-too-many-takes.ts";
import type { TakeRequest } from "./take-request.ts";
import type { TakeServices } from "./take-services.ts";
import { tellTakesChanged } from "./takes-channel.ts";

export type TakesRequested = {
  /** Takes that a backend draws now. */
  readonly queued: number;
  /** Segments that got an equal take that was drawn before, at no cost. */
  readonly reused: number;
  /** Segments that need nothing: cuts, current ones, and those with work under way. */
  readonly skipped: number;
};

type Asking = {
  readonly userId: string;
  readonly projectId: string;
  readonly request: TakeRequest;
};

/** Segments of one transaction: a few tenths of a second, which is how long an edit may have to wait for one. */
const SEGMENTS_AT_ONCE = 500;

/**
 * Asks for takes. Which segments need one is found without the project's lock; then some hundreds at a time are read
 * again inside it, and their recipes and takes come to be in one transaction. Edits go on in between.
 * @throws GengaError `invalid` when the backend isn't there; `limit` when too much is under way; as `requireAccess`.
 */
export async function requestTakes(
  services: TakeServices,
  options: Asking,
): Promise<TakesRequested> {
  const { userId, projectId, request } = options;
  const { database } = services;
  await requireAccess({ database, userId, projectId, permission: "project:generate" });
  const backends = await describeAskable(database, { projectId, request });
  const { segmentIds, wantedCount, skippedCount } = await findSegments(database, {
    ...options,
    backends,
  });
  let done: TakesRequested = { queued: 0, reused: 0, skipped: skippedCount };
  for (let at = 0; at < segmentIds.length; at += SEGMENTS_AT_ONCE) {
    const part = await requestPart(services, {
      ...options,
      segmentIds: segmentIds.slice(at, at + SEGMENTS_AT_ONCE),
      // The first part answers for all of them, so that a request that is too large adds nothing.
      expected: at === 0 ? wantedCount : 0,
    });
    done = {
      queued: done.queued + part.queued,
      reused: done.reused + part.reused,
      skipped: done.skipped + part.skipped,
    };
  }
  return done;
}

/** The segments that seem to need something; each is looked at again under the lock. */
async function findSegments(
  database: Database,
  { projectId, request, backends }: Asking & Pick<PlanOptions, "backends">,
): Promise<{ segmentIds: readonly string[]; wantedCount: number; skippedCount: number }> {
  if (request.scope === "segments" && request.segmentIds.length <= SEGMENTS_AT_ONCE) {
    return { segmentIds: request.segmentIds, wantedCount: 0, skippedCount: 0 };
  }
  const { wanted, rechosen, skippedCount } = planTakes({
    ...(await readAskedSegments(database, { projectId, request })),
    deletedNumbers: new Map(),
    backends,
    request,
    randomInteger: (min) => min,
  });
  const segmentIds = [...wanted, ...rechosen].map(({ segment }) => segment.id);
  return { segmentIds: firstOnes(segmentIds, request), wantedCount: wanted.length, skippedCount };
}

/** Those that are to be drawn first come first, so that they needn't wait for the rest to be written. */
function firstOnes(segmentIds: readonly string[], request: TakeRequest): readonly string[] {
  const asked = new Set(segmentIds);
  const first = (request.firstSegmentIds ?? []).filter((id) => asked.has(id));
  return [...new Set([...first, ...segmentIds])];
}

/** @param options.expected how many takes the whole request will add, as far as is known */
async function requestPart(
  { database, blobs }: TakeServices,
  options: Asking & { segmentIds: readonly string[]; expected: number },
): Promise<TakesRequested> {
  const { userId, projectId, request, segmentIds, expected } = options;
  return database.$transaction(async (transaction) => {
    const permission = "project:generate";
    const locked = await requireAccessAndLock(transaction, { userId, projectId, permission });
    const { project, plan } = await planFor(transaction, { projectId, request, segmentIds });
    const wanted = Math.max(expected, plan.wanted.length);
    await refuseTooManyTakes(transaction, { projectId, wanted });
    const takes = await newTakes(
      { database: transaction, blobs },
      { project, plan, locked, userId, request },
    );
    const change = changeFor({ takes, plan });
    if (change.put.length + change.patch.length > 0) {
      await commitInTransaction(transaction, {
        locked,
        changeId: randomUUID(),
        actorId: null,
        label: takes.length === 1 ? "Generate a take" : `Generate ${takes.length} takes`,
        change,
      });
    }
    if (request.scope === "segments" && request.force === true) {
      const ids = takes.map((take) => take.id);
      const where = { projectId, id: { in: ids } };
      await transaction.take.updateMany({ where, data: { mayReuse: false } });
    }
    if (takes.some(isPending)) await tellTakesChanged(transaction);
    const reused = plan.rechosen.length + takes.filter((take) => take.original !== null).length;
    return {
      queued: takes.filter((take) => take.original === null).length,
      reused,
      skipped: plan.skippedCount,
    };
  }, TRANSACTION_TIMES);
}

async function planFor(
  transaction: Transaction,
  options: { projectId: string; request: TakeRequest; segmentIds: readonly string[] },
): Promise<{ project: Project; plan: TakePlan }> {
  const { projectId, request, segmentIds } = options;
  const reading = await readSegments(transaction, { projectId, segmentIds });
  if (!reading) throw projectNotFound();
  const deleted = await transaction.takeNumber.findMany({
    where: { projectId, segmentId: { in: [...segmentIds] } },
  });
  const plan = planTakes({
    ...reading,
    deletedNumbers: new Map(deleted.map((row) => [row.segmentId, row.last])),
    backends: await describeWorkspaceBackends(transaction, { projectId }),
    request,
    randomInteger: (min, max) => randomInt(min, max + 1),
  });
  return { project: reading.project, plan };
}

type Tools = { readonly database: Transaction; readonly blobs: TakeServices["blobs"] };

/** The records of the takes; one for which an equal take is ready in the workspace begins with its original. */
async function newTakes(
  tools: Tools,
  options: {
    project: Project;
    plan: TakePlan;
    locked: LockedProject;
    userId: string;
    request: TakeRequest;
  },
): Promise<Take[]> {
  const { project, plan, locked, userId, request } = options;
  const { workspaceId } = locked;
  const fingerprints = plan.wanted.filter((one) => one.mayReuse).map((one) => one.fingerprint);
  const equals = await findEqualTakes(tools, { workspaceId, fingerprints });
  const now = new Date().toISOString();
  const priorities = new Map(
    request.firstSegmentIds?.map((id, place) => [id, firstPriority(place)]),
  );
  const takes = plan.wanted.map((planned): Take => {
    const equal = planned.mayReuse ? equals.get(planned.fingerprint) : undefined;
    return {
      kind: "take",
      id: randomUUID(),
      segmentId: planned.segment.id,
      number: planned.number,
      recipe: planned.recipe,
      fingerprint: planned.fingerprint,
      priority: priorities.get(planned.segment.id) ?? 0,
      status: { state: "queued", queuedAt: now },
      original: equal?.original ?? null,
      clip: null,
      notes: equal?.notes ?? [],
      createdAt: now,
      createdBy: userId,
    };
  });
  return readyAtOnce(tools, { project, plan, takes, now });
}

/** A reused take whose very clip exists too needs no worker at all. */
async function readyAtOnce(
  tools: Tools,
  options: { project: Project; plan: TakePlan; takes: readonly Take[]; now: string },
): Promise<Take[]> {
  const { project, plan, takes, now } = options;
  const keys = takes.map((take, index) => {
    const segment = plan.wanted[index]?.segment;
    const spec = segment && clipSpecOf(project, segment, take);
    return spec ? clipKeyOf(spec) : null;
  });
  const wantedKeys = keys.filter((key) => key !== null);
  const clips = await findWholeClips(tools, wantedKeys);
  return takes.map((take, index) => {
    const clip = clips.get(keys[index] ?? "");
    if (!clip) return take;
    return { ...take, status: { state: "ready", readyAt: now, elapsedMs: 0 }, clip };
  });
}

function changeFor(options: { takes: readonly Take[]; plan: TakePlan }): Change {
  const { takes, plan } = options;
  const choices = new Map(plan.rechosen.map(({ segment, take }) => [segment.id, take.id]));
  for (const take of takes) {
    if (take.status.state === "ready") choices.set(take.segmentId, take.id);
  }
  const backendIds = new Map(
    [...plan.wanted, ...plan.rechosen].flatMap(({ segment, switchToBackendId }) =>
      switchToBackendId === null ? [] : [[segment.id, switchToBackendId] as const],
    ),
  );
  const touched = new Set([...choices.keys(), ...backendIds.keys()]);
  return {
    put: takes,
    patch: [...touched].map((id) => {
      const chosenTakeId = choices.get(id);
      const backendId = backendIds.get(id);
      const to = {
        ...(chosenTakeId === undefined ? {} : { chosenTakeId }),
        ...(backendId === undefined ? {} : { backendId }),
      };
      return { kind: "segment" as const, id, from: {}, to };
    }),
    remove: [],
  };
}
