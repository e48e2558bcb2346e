import { randomUUID } from "node:crypto";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { log } from "#lib/log.ts";
import { commitInTransaction } from "#lib/projects/commit-in-transaction.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { WorkerServices } from "../worker-services.ts";
import { lockOrNull } from "../server-change.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What is kept, and for how long; ages in milliseconds. */
export type Keeping = {
  /** A deleted project can be brought back in the database this long. */
  readonly deletedProjectMs: number;
  /** The newest of a project's films of each outcome stay, however old. */
  readonly rendersPerOutcome: number;
  /** A film is not taken from under somebody who has just asked for it. */
  readonly renderMs: number;
  /** A clip that nothing names: a slider may be pushed back to it this long. */
  readonly clipMs: number;
  /** A backend's trial that is over: nobody looks at one for longer. */
  readonly trialMs: number;
};

const KEEPING: Keeping = {
  deletedProjectMs: 30 * DAY_MS,
  rendersPerOutcome: 10,
  renderMs: DAY_MS,
  clipMs: 7 * DAY_MS,
  trialMs: DAY_MS,
};

/** Takes away rows that nobody needs any more; the next sweep then frees their files. */
export async function handleClearOld(
  services: WorkerServices,
  _data: JobData<"clear-old">,
): Promise<void> {
  await clearOld(services.database, KEEPING);
}

/** @returns how many of each went. Images stay: an undo may bring back a keyframe that shows one. */
export async function clearOld(
  database: Database,
  keeping: Keeping,
): Promise<{ projects: number; renders: number; clips: number; trials: number }> {
  const projects = await clearProjects(database, before(keeping.deletedProjectMs));
  const renders = await clearRenders(database, keeping);
  const clips = await clearClips(database, before(keeping.clipMs));
  const { count: trials } = await database.backendTrial.deleteMany({
    where: { state: { in: ["ready", "failed"] }, createdAt: { lt: before(keeping.trialMs) } },
  });
  if (projects + renders + clips + trials > 0)
    log.info({ projects, renders, clips, trials }, "old rows were cleared");
  return { projects, renders, clips, trials };
}

function before(ageMs: number): Date {
  return new Date(Date.now() - ageMs);
}

async function clearProjects(database: Database, deletedBefore: Date): Promise<number> {
  const rows = await database.project.findMany({
    where: { deletedAt: { lt: deletedBefore } },
    select: { id: true },
  });
  for (const { id } of rows) {
    await database.$transaction([
      // Before the images: each image's removal would look through all keyframes of the project.
      database.keyframe.deleteMany({ where: { projectId: id } }),
      database.project.deleteMany({ where: { id, deletedAt: { lt: deletedBefore } } }),
    ]);
  }
  return rows.length;
}

type OldRender = { readonly projectId: string; readonly ids: string[] };

async function clearRenders(database: Database, keeping: Keeping): Promise<number> {
  const rows = await database.$queryRaw<OldRender[]>`
    SELECT "projectId", array_agg("id") AS "ids" FROM (
      SELECT r."projectId", r."id", r."createdAt",
        row_number() OVER (PARTITION BY r."projectId", r."state" ORDER BY r."createdAt" DESC, r."id") AS place
      FROM "Render" r JOIN "Project" p ON p."id" = r."projectId" AND p."deletedAt" IS NULL
      WHERE r."state" IN ('ready', 'failed', 'cancelled')
    ) AS done
    WHERE place > ${keeping.rendersPerOutcome} AND "createdAt" < ${before(keeping.renderMs)}
    GROUP BY "projectId"`;
  let cleared = 0;
  for (const row of rows) cleared += await removeRenders(database, row);
  return cleared;
}

/** Through the log like every removal, so that open screens and returning ones no longer offer the films. */
async function removeRenders(database: Database, { projectId, ids }: OldRender): Promise<number> {
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, projectId);
    if (!locked) return 0;
    const rows = await transaction.render.findMany({ where: { projectId, id: { in: ids } } });
    const where = { id: projectId };
    const { updatedAt } = await transaction.project.findUniqueOrThrow({
      where,
      select: { updatedAt: true },
    });
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: "Clear old films",
      change: { put: [], patch: [], remove: rows.map((row) => recordOf("render", row)) },
    });
    // Nobody worked on the project: it keeps its place in the library.
    await transaction.project.update({ where, data: { updatedAt } });
    return rows.length;
  }, TRANSACTION_TIMES);
}

/** Clips that no take shows and no film is made of; one that is wanted again after all is derived again. */
async function clearClips(database: Database, madeBefore: Date): Promise<number> {
  return database.$executeRaw`
    DELETE FROM "Clip" c WHERE c."createdAt" < ${madeBefore}
      AND NOT EXISTS (SELECT 1 FROM "Take" t WHERE t."clip"->>'key' = c."key")
      AND NOT EXISTS (
        SELECT 1 FROM "Render" r, jsonb_array_elements(r."plan"->'parts') AS part
        WHERE part->>'clipKey' = c."key")`;
}
