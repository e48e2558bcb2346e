import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CLOSE_CODES } from "#lib/realtime/protocol.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/test-database.ts";
import { makeTestProject } from "#tests/support/test-project.ts";
import {
  openTestRoom,
  startTestRoomServer,
  type TestRoomClient,
  type TestRoomServer,
} from "#tests/support/test-room.ts";

/** RFC 6455's "try again later". */
const TRY_AGAIN_LATER = 1013;

describe("the places in a room", () => {
  let place: TestDatabase;
  let server: TestRoomServer;
  beforeAll(async () => {
    place = await createTestDatabase();
    server = await startTestRoomServer(place.connectionString, {
      maxMembers: 2,
      maxSocketsPerUser: 3,
    });
  });
  afterAll(async () => {
    await server.stop();
    await place.drop();
  });
  const open: TestRoomClient[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  function enter(projectId: string, cookie: string) {
    const client = openTestRoom({ server, projectId, cookie });
    open.push(client);
    return client;
  }
  async function member(workspaceId: string) {
    const person = await server.signUp("Aki");
    const { userId } = person;
    await server.database.membership.create({ data: { workspaceId, userId, role: "editor" } });
    return person;
  }

  it("are for members: no crowd of strangers at the door takes one", async () => {
    const { projectId, workspaceId } = await makeTestProject(server.database);
    const strangers = await Promise.all(["A", "B", "C"].map((name) => server.signUp(name)));
    const aki = await member(workspaceId);
    const knocking = strangers.flatMap(({ cookie }) =>
      Array.from({ length: 3 }, () => enter(projectId, cookie)),
    );
    const clients = [enter(projectId, aki.cookie), enter(projectId, aki.cookie)];
    for (const client of clients) await client.heard("welcome");
    for (const stranger of knocking) expect(await stranger.closed).toBe(CLOSE_CODES.noAccess);
    await clients[0]?.heard("peers", ({ peers }) => peers.length === 2);

    const late = await member(workspaceId);
    expect(await enter(projectId, late.cookie).closed).toBe(TRY_AGAIN_LATER);
    await clients[0]?.close();
    await clients[1]?.heard("peers", ({ peers }) => peers.length === 1);
    await enter(projectId, late.cookie).heard("welcome");
  });

  it("are bounded for each person over all rooms", async () => {
    const rooms = await Promise.all([1, 2].map(() => makeTestProject(server.database)));
    const [one, two] = rooms;
    if (!one || !two) throw new Error("two projects");
    const aki = await member(one.workspaceId);
    const { userId } = aki;
    await server.database.membership.create({
      data: { workspaceId: two.workspaceId, userId, role: "editor" },
    });
    const first = [enter(one.projectId, aki.cookie), enter(one.projectId, aki.cookie)];
    for (const client of first) await client.heard("welcome");
    await enter(two.projectId, aki.cookie).heard("welcome");
    expect(await enter(two.projectId, aki.cookie).closed).toBe(TRY_AGAIN_LATER);
    const other = await member(two.workspaceId);
    await enter(two.projectId, other.cookie).heard("welcome");
  });
});
