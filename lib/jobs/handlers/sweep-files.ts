import { log } from "#lib/log.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { WorkerServices } from "../worker-services.ts";

/** A file in the making is written to all the time; one left alone this long belonged to a worker that is gone. */
const TEMPORARY_AGE_MS = 60 * 60 * 1_000;
/** A blob comes before the row that names it; a day is longer than any work between the two. */
const BLOB_GRACE_MS = 24 * 60 * 60 * 1_000;
const BATCH = 5_000;

/** Frees the disk of what nothing names any more. */
export async function handleSweepFiles(
  services: WorkerServices,
  _data: JobData<"sweep-files">,
): Promise<void> {
  await sweepFiles(services, { temporaryAgeMs: TEMPORARY_AGE_MS, blobGraceMs: BLOB_GRACE_MS });
}

/** @returns how many files and blobs went */
export async function sweepFiles(
  services: Pick<WorkerServices, "database" | "blobs">,
  options: { temporaryAgeMs: number; blobGraceMs: number },
): Promise<{ temporary: number; blobs: number }> {
  const { blobs } = services;
  const temporary = await blobs.sweepTemporary(options.temporaryAgeMs);
  const putBefore = new Date(Date.now() - options.blobGraceMs);
  let removed = 0;
  let batch: string[] = [];
  const sweepBatch = async () => {
    for (const hash of await unnamed(services, batch)) {
      if (await blobs.remove(hash, { putBefore })) removed += 1;
    }
    batch = [];
  };
  for await (const { hash, putAt } of blobs.list()) {
    if (putAt > putBefore) continue;
    batch.push(hash);
    if (batch.length >= BATCH) await sweepBatch();
  }
  await sweepBatch();
  if (temporary + removed > 0) log.info({ temporary, blobs: removed }, "files were swept");
  return { temporary, blobs: removed };
}

async function unnamed(
  { database }: Pick<WorkerServices, "database">,
  hashes: readonly string[],
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await database.$queryRaw<{ hash: string }[]>`
    SELECT hash FROM unnest(${hashes}::text[]) AS hash
    EXCEPT SELECT "id" FROM "Image" EXCEPT SELECT "thumbnailHash" FROM "Image"
    EXCEPT SELECT "originalHash" FROM "Take" EXCEPT SELECT "blobHash" FROM "Render"
    EXCEPT SELECT "blobHash" FROM "Clip" EXCEPT SELECT "filmstripHash" FROM "Clip"
    EXCEPT SELECT "posterHash" FROM "Clip" EXCEPT SELECT "blobHash" FROM "BackendTrial"`;
  return rows.map((row) => row.hash);
}
