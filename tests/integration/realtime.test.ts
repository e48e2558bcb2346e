import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyChange, EMPTY_CHANGE } from "#lib/core/change.ts";
import { compareOrder } from "#lib/core/order.ts";
import { recordsFrom, type Records } from "#lib/core/records.ts";
import type { Render } from "#lib/core/render.ts";
import { commitInTransaction, lockProject } from "#lib/projects/commit-in-transaction.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import { deleteProject } from "#lib/projects/delete-project.ts";
import { CLOSE_CODES } from "#lib/realtime/protocol.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/test-database.ts";
import {
  makeTestProject,
  putChange,
  testKeyframes,
  type TestProject,
} from "#tests/support/test-project.ts";
import {
  openTestRoom,
  startTestRoomServer,
  toldRevisions,
  type TestRoomClient,
  type TestRoomServer,
} from "#tests/support/test-room.ts";

describe("a project's room", () => {
  let place: TestDatabase;
  let server: TestRoomServer;
  beforeAll(async () => {
    place = await createTestDatabase();
    server = await startTestRoomServer(place.connectionString, { recheckMs: 100 });
  });
  afterAll(async () => {
    await server.stop();
    await place.drop();
  });

  let project: TestProject;
  let person: { userId: string; cookie: string };
  const open: TestRoomClient[] = [];
  beforeEach(async () => {
    project = await makeTestProject(server.database);
    person = await server.signUp("Aki");
    await join(person.userId, "editor");
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  const join = (userId: string, role: string) =>
    server.database.membership.create({ data: { workspaceId: project.workspaceId, userId, role } });
  function enter(
    options: { cookie?: string; since?: number; origin?: string; protocol?: number } = {},
  ) {
    const client = openTestRoom({
      server,
      projectId: project.projectId,
      cookie: person.cookie,
      ...options,
    });
    open.push(client);
    return client;
  }
  /** Asks for an upgrade in raw bytes, since no client sends such targets; resolves when the server has hung up. */
  const upgradeOf = (target: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.origin).port), "127.0.0.1", () => {
        const lines = ["Host: room", "Connection: Upgrade", "Upgrade: websocket", "", ""];
        socket.write([`GET ${target} HTTP/1.1`, ...lines].join("\r\n"));
      });
      socket.on("error", () => undefined).on("close", () => resolve());
    });
  const insertion = (count = 1) =>
    putChange(testKeyframes({ count, imageId: project.imageIds[0] ?? "" }));
  /** A commit by another process: nothing here hears of it but through the database. */
  const commitElsewhere = () =>
    commitChange(
      { database: server.database, onCommitted: () => undefined },
      {
        userId: person.userId,
        projectId: project.projectId,
        changeId: randomUUID(),
        label: "Edit",
        change: insertion(),
      },
    );
  function recordsOf(client: TestRoomClient): Records {
    const welcome = client.messages.find((message) => message.type === "welcome");
    const changes = client.messages.flatMap((message) =>
      message.type === "changes" ? message.changes : [],
    );
    return changes.reduce(
      (records, { change }) => applyChange(records, change),
      recordsFrom(welcome?.records ?? []),
    );
  }

  it("welcomes with the whole project, then tells of every change, one's own too", async () => {
    const client = enter();
    const welcome = await client.heard("welcome");
    expect(welcome).toMatchObject({
      role: "editor",
      revision: 0,
      userId: person.userId,
      changes: [],
    });
    expect(welcome.records).toHaveLength(1);
    expect(welcome.backends.map((backend) => backend.id)).toContain("draft");
    const changeId = client.commit(insertion());
    const { changes } = await client.heard("changes");
    expect(changes[0]).toMatchObject({ revision: 1, changeId, actorId: person.userId });
  });

  it("brings two people who edit at once to the same project", async () => {
    const [one, two] = [enter(), enter()];
    await Promise.all([one.heard("welcome"), two.heard("welcome")]);
    for (let round = 0; round < 15; round += 1) {
      // Both insert at the same place, without knowing of each other.
      one.commit(insertion(2));
      two.commit(insertion(2));
    }
    const isLast = (message: { changes: readonly { revision: number }[] }) =>
      message.changes.at(-1)?.revision === 30;
    await Promise.all([one.heard("changes", isLast), two.heard("changes", isLast)]);
    expect(recordsOf(one)).toEqual(recordsOf(two));
    const keyframes = [...recordsOf(one).keyframe.values()].toSorted(compareOrder);
    expect(new Set(keyframes.map((keyframe) => keyframe.order)).size).toBe(60);
    expect(toldRevisions(one)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(toldRevisions(two)).toEqual(toldRevisions(one));
  });

  it("tells of what other processes commit", async () => {
    const client = enter();
    await client.heard("welcome");
    await Promise.all(Array.from({ length: 8 }, commitElsewhere));
    await client.heard("changes", ({ changes }) => changes.at(-1)?.revision === 8);
    expect(toldRevisions(client)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("misses nothing while somebody enters", async () => {
    const commits = Array.from({ length: 20 }, commitElsewhere);
    const client = enter();
    await Promise.all(commits);
    const { revision } = await client.heard("welcome");
    if (revision < 20)
      await client.heard("changes", ({ changes }) => changes.at(-1)?.revision === 20);
    expect(toldRevisions(client)).toEqual(
      Array.from({ length: 20 - revision }, (_, index) => revision + index + 1),
    );
    expect(recordsOf(client).keyframe.size).toBe(20);
  });

  it("gives who comes back only what they missed, and everything to who knows too much", async () => {
    for (let count = 0; count < 3; count += 1) await commitElsewhere();
    const back = await enter({ since: 1 }).heard("welcome");
    expect(back.records).toBeNull();
    expect(back.changes.map((change) => change.revision)).toEqual([2, 3]);
    const restored = await enter({ since: 900 }).heard("welcome");
    expect(restored.records).toHaveLength(4);
  });

  it("acknowledges a commit that is sent again after the connection was lost", async () => {
    const first = enter();
    await first.heard("welcome");
    const change = insertion();
    const changeId = first.commit(change);
    await first.heard("changes");
    await first.close();
    const second = enter({ since: 1 });
    await second.heard("welcome");
    second.commit(change, changeId);
    const { changes } = await second.heard("changes");
    expect(changes).toMatchObject([{ revision: 1, changeId }]);
  });

  it("refuses a bad change by its name and goes on", async () => {
    const client = enter();
    await client.heard("welcome");
    const refused = client.commit({
      put: [],
      patch: [{ kind: "keyframe", id: "k".repeat(8), from: {}, to: { label: "\u0000" } }],
      remove: [],
    });
    expect(await client.heard("refused")).toMatchObject({ changeId: refused, code: "invalid" });
    client.commit(insertion());
    expect((await client.heard("changes")).changes[0]?.revision).toBe(1);
  });

  it("lets viewers see and not edit", async () => {
    const viewer = await server.signUp("Viewer");
    await join(viewer.userId, "viewer");
    const client = enter({ cookie: viewer.cookie });
    expect((await client.heard("welcome")).role).toBe("viewer");
    client.commit(EMPTY_CHANGE);
    expect(await client.heard("refused")).toMatchObject({ code: "forbidden" });
  });

  it("shows who is there and where, and forgets who left", async () => {
    const [one, two] = [enter(), enter()];
    await Promise.all([one.heard("welcome"), two.heard("welcome")]);
    await one.heard("peers", ({ peers }) => peers.length === 2);
    const presence = { frame: 12, selectedIds: ["k".repeat(8)] };
    one.send({ type: "presence", presence });
    expect((await two.heard("presence")).presence).toEqual(presence);
    const late = enter();
    expect((await late.heard("presence")).presence).toEqual(presence);
    await two.close();
    await one.heard(
      "peers",
      ({ peers }) => peers.length === 2 && peers.every((peer) => peer.name === "Aki"),
    );
    one.send({ type: "ping" });
    await one.heard("pong");
  });

  it("passes progress on, keeps the last for who enters, and drops it when the work ends", async () => {
    const client = enter();
    await client.heard("welcome");
    const progress = {
      kind: "render",
      id: "r".repeat(8),
      fraction: 0.5,
      detail: "Drawing",
      queuePosition: null,
      etaSeconds: 3,
    };
    const payload = JSON.stringify({ ...progress, projectId: project.projectId });
    await server.database.$queryRaw`SELECT pg_notify('genga_progress', ${payload})::text`;
    expect((await client.heard("progress")).progress).toEqual(progress);
    expect((await enter().heard("welcome")).progress).toEqual([progress]);
    await server.database.$transaction(async (transaction) => {
      for (const status of [{ state: "running", attempt: 1 }, { state: "cancelled" }] as const) {
        const render: Render = {
          kind: "render",
          id: progress.id,
          filmKey: "film",
          totalFrames: 1,
          status,
          createdAt: new Date().toISOString(),
          createdBy: null,
        };
        const locked = await lockProject(transaction, project.projectId);
        const change = { put: [render], patch: [], remove: [] };
        await commitInTransaction(transaction, {
          locked,
          changeId: randomUUID(),
          actorId: null,
          label: "Film",
          change,
        });
      }
    });
    await client.heard("changes", ({ changes }) => changes.at(-1)?.revision === 2);
    expect((await enter().heard("welcome")).progress).toEqual([]);
  });

  describe("closes on", () => {
    it("who isn't signed in", async () => {
      expect(await enter({ cookie: "" }).closed).toBe(CLOSE_CODES.signedOut);
    });

    it("a stranger, in the same way whether the project is there or not", async () => {
      const stranger = await server.signUp("Stranger");
      expect(await enter({ cookie: stranger.cookie }).closed).toBe(CLOSE_CODES.noAccess);
      const absent = openTestRoom({ server, projectId: randomUUID(), cookie: stranger.cookie });
      expect(await absent.closed).toBe(CLOSE_CODES.noAccess);
    });

    it("a page of another site, before it is a socket at all", async () => {
      expect(await enter({ origin: "http://evil.test" }).closed).toBe(0);
      expect(await enter({ origin: "null" }).closed).toBe(0);
    });

    it("another version of the page", async () => {
      expect(await enter({ protocol: 99 }).closed).toBe(CLOSE_CODES.protocolMismatch);
    });

    it("an upgrade whose address is none, and goes on serving the others", async () => {
      const client = enter();
      await client.heard("welcome");
      for (const target of ["//", "http://[", "/elsewhere"]) await upgradeOf(target);
      client.send({ type: "ping" });
      await client.heard("pong");
    });

    it("what is no message", async () => {
      const client = enter();
      await client.heard("welcome");
      client.send({ type: "shout" } as never);
      expect(await client.closed).toBe(CLOSE_CODES.badMessage);
    });

    it("who lost their membership, or their session, while they were inside", async () => {
      const [client, other] = [enter(), await server.signUp("Other")];
      await join(other.userId, "editor");
      const second = enter({ cookie: other.cookie });
      await Promise.all([client.heard("welcome"), second.heard("welcome")]);
      await server.database.membership.deleteMany({ where: { userId: person.userId } });
      expect(await client.closed).toBe(CLOSE_CODES.noAccess);
      await server.database.session.deleteMany({ where: { userId: other.userId } });
      expect(await second.closed).toBe(CLOSE_CODES.signedOut);
    });

    it("everybody when the project is deleted", async () => {
      const client = enter();
      await client.heard("welcome");
      await deleteProject(server, { userId: project.ownerId, projectId: project.projectId });
      expect(await client.closed).toBe(CLOSE_CODES.noAccess);
    });
  });

  it("goes on after the database has cut every connection", async () => {
    const client = enter();
    await client.heard("welcome");
    await server.database.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'genga-listen'`;
    await commitElsewhere();
    await client.heard("changes", ({ changes }) => changes.at(-1)?.revision === 1);
    expect(recordsOf(client).keyframe.size).toBe(1);
  });
});
