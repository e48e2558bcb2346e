import { setTimeout as delay } from "node:timers/promises";
import { makeTestProject, putChange, testKeyframes } from "#tests/support/test-project.ts";
import {
  openTestRoom,
  startTestRoomServer,
  type TestRoomClient,
} from "#tests/support/test-room.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { quantile, withBenchPostgres } from "./bench-postgres.ts";

const EDITORS = 25;
/** Each editor's pause between two edits: 50 edits a second in the room. */
const PAUSE_MS = 500;
const ROUNDS = 12;

/** How long a change takes from one editor's socket to another's, all of them editing at once. */
export async function bench(report: BenchReport): Promise<void> {
  await withBenchPostgres(async (connectionString) => {
    const server = await startTestRoomServer(connectionString);
    const { projectId, workspaceId, imageIds } = await makeTestProject(server.database);
    const keyframes = testKeyframes({ count: 100, imageId: imageIds[0] ?? "" });
    const { userId, cookie } = await server.signUp("Editor");
    await server.database.membership.create({ data: { workspaceId, userId, role: "editor" } });
    const clients = Array.from({ length: EDITORS }, () =>
      openTestRoom({ server, projectId, cookie }),
    );
    await Promise.all(clients.map((client) => client.heard("welcome")));
    clients[0]?.commit(putChange(keyframes));
    await Promise.all(clients.map((client) => client.heard("changes")));

    const sentMs = new Map<string, { from: TestRoomClient; atMs: number }>();
    const acknowledgedMs: number[] = [];
    const heardMs: number[] = [];
    for (const client of clients) {
      client.onMessage((message) => {
        if (message.type !== "changes") return;
        for (const { changeId } of message.changes) {
          const sent = sentMs.get(changeId);
          if (!sent) continue;
          const tookMs = performance.now() - sent.atMs;
          (sent.from === client ? acknowledgedMs : heardMs).push(tookMs);
        }
      });
    }
    const edit = async (client: TestRoomClient, index: number) => {
      await delay((PAUSE_MS * index) / EDITORS);
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = keyframes[(index * 3 + round) % keyframes.length]?.id ?? "";
        const to = { holdFrames: round + 1, label: `${index} ${round}` };
        const changeId = crypto.randomUUID();
        sentMs.set(changeId, { from: client, atMs: performance.now() });
        client.commit(
          { put: [], patch: [{ kind: "keyframe", id, from: {}, to }], remove: [] },
          changeId,
        );
        await delay(PAUSE_MS);
      }
    };
    await Promise.all(clients.map(edit));
    const expected = EDITORS * ROUNDS * (EDITORS - 1);
    const giveUpMs = performance.now() + 30_000;
    while (heardMs.length < expected && performance.now() < giveUpMs) await delay(100);
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
    if (heardMs.length !== expected) throw new Error(`${heardMs.length} of ${expected} arrived`);
    const p95 = quantile(heardMs, 0.95);
    report({
      what: `a change from one editor's socket to another's, ${EDITORS} editing, p95`,
      value: `${p95.toFixed(1)} ms (median ${quantile(heardMs, 0.5).toFixed(1)} ms)`,
      limit: "≤ 50 ms",
      holds: p95 <= 50,
    });
    const ack = quantile(acknowledgedMs, 0.95);
    report({
      what: `a change acknowledged over the socket, ${EDITORS} editing, p95`,
      value: `${ack.toFixed(1)} ms (median ${quantile(acknowledgedMs, 0.5).toFixed(1)} ms)`,
      limit: "≤ 25 ms",
      holds: ack <= 25,
    });
  });
}
