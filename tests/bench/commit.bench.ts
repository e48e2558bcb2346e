import { randomUUID } from "node:crypto";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import { makeTestProject, putChange, testKeyframes } from "#tests/support/test-project.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { quantile, withBenchPostgres } from "./bench-postgres.ts";

const COMMITS = 300;
/** The large one leaves room for the keyframe that each insertion adds for a moment. */
const SIZES = { small: 10, large: 9_999 };

/** What one keyframe's change costs in a small and in a full project, from the call to its being durable. */
export async function bench(report: BenchReport): Promise<void> {
  await withBenchPostgres(async (connectionString) => {
    const database = createDatabase(connectionString);
    const small = await makeEditor(database, SIZES.small);
    const large = await makeEditor(database, SIZES.large);
    const times = { small: new Array<number>(), large: new Array<number>() };
    for (let turn = 0; turn < 30; turn += 1) {
      await small(turn);
      await large(turn);
    }
    // Turn about, so that whatever else the machine does falls on both.
    for (let turn = 0; turn < COMMITS; turn += 1) {
      times.small.push(await small(turn));
      times.large.push(await large(turn));
    }
    await database.$disconnect();
    const ratio = quantile(times.large, 0.5) / quantile(times.small, 0.5);
    const p95 = quantile(times.large, 0.95);
    report({
      what: "commit of one keyframe, 10,000-keyframe project, median",
      value: `${quantile(times.large, 0.5).toFixed(2)} ms`,
      peer: `10 keyframes ${quantile(times.small, 0.5).toFixed(2)} ms`,
      ratio,
      limit: "≤ 1.5 ×",
      holds: ratio <= 1.5,
    });
    report({
      what: "a change acknowledged as durable, p95",
      value: `${p95.toFixed(2)} ms`,
      limit: "≤ 25 ms",
      holds: p95 <= 25,
    });
  });
}

/** A project of this size, and what commits one change to it and gives the milliseconds that it took. */
async function makeEditor(
  database: Database,
  keyframeCount: number,
): Promise<(turn: number) => Promise<number>> {
  const { projectId, ownerId: userId, imageIds } = await makeTestProject(database);
  const keyframes = testKeyframes({ count: keyframeCount, imageId: imageIds[0] ?? "" });
  const commit = (change: unknown) =>
    commitChange(
      { database, onCommitted: () => undefined },
      { userId, projectId, changeId: randomUUID(), label: "Edit", change },
    );
  await commit(putChange(keyframes));
  await database.$executeRaw`ANALYZE`;
  return async (turn) => {
    const place = (turn * 7) % keyframeCount;
    const [at, next] = [keyframes[place], keyframes[place + 1]];
    const inserted = testKeyframes({
      count: 1,
      imageId: imageIds[1] ?? "",
      after: at?.order ?? null,
      before: next?.order ?? null,
    });
    const to = { holdFrames: turn % 100, label: `drawing ${turn}` };
    const patch = [{ kind: "keyframe", id: at?.id, from: {}, to }];
    // Insertions too, which also look for taken order keys; small projects would grow, so what is put is removed.
    const change = turn % 2 === 0 ? { put: [], patch, remove: [] } : putChange(inserted);
    const start = performance.now();
    await commit(change);
    const tookMs = performance.now() - start;
    const remove = inserted.map(({ kind, id }) => ({ kind, id }));
    if (turn % 2 === 1) await commit({ put: [], patch: [], remove });
    return tookMs;
  };
}
