import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyChange, EMPTY_CHANGE, type Change, type Fields } from "#lib/core/change.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { compareOrder, orderKeysBetween } from "#lib/core/order.ts";
import { emptyRecords, recordsFrom, type Records } from "#lib/core/records.ts";
import { newProject } from "#lib/core/project.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import { changesSince, loadProject } from "#lib/projects/load-project.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/test-database.ts";
import {
  makeTestMember,
  makeTestProject,
  putChange,
  testKeyframes,
  type TestProject,
} from "#tests/support/test-project.ts";

// The default collation is the one that sorts order keys wrongly, so that only the column's own saves the order.
describe("committing a change", () => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await createTestDatabase({ locale: "icu" });
    database = createDatabase(place.connectionString);
  });
  afterAll(async () => {
    await database.$disconnect();
    await place.drop();
  });

  const onCommitted = () => undefined;
  function commit(
    project: TestProject,
    change: unknown,
    options: { userId?: string; changeId?: string } = {},
  ) {
    const { userId = project.ownerId, changeId = randomUUID() } = options;
    const { projectId } = project;
    return commitChange(
      { database, onCommitted },
      { userId, projectId, changeId, label: "Edit", change },
    );
  }
  async function load(project: TestProject): Promise<{ revision: number; records: Records }> {
    const { ownerId: userId, projectId } = project;
    const loaded = await loadProject({ database }, { userId, projectId, since: null });
    return { revision: loaded.revision, records: recordsFrom(loaded.records ?? []) };
  }
  async function replay(project: TestProject): Promise<Records> {
    const changes = await changesSince(database, { projectId: project.projectId, since: 0 });
    const start = recordsFrom([newProject(project.projectId, "A walk in the rain")]);
    return changes.reduce((records, { change }) => applyChange(records, change), start);
  }
  const patch = (kind: string, id: string, to: Fields) => ({
    put: [],
    patch: [{ kind, id, from: {}, to }],
    remove: [],
  });
  const imageOf = (project: TestProject) => project.imageIds[0] ?? "";

  it("writes the records, raises the revision and keeps the change in the log", async () => {
    const project = await makeTestProject(database);
    const keyframes = testKeyframes({ count: 3, imageId: imageOf(project) });
    const { committed } = await commit(project, putChange(keyframes));
    expect(committed).toMatchObject({ revision: 1, actorId: project.ownerId, label: "Edit" });
    const { revision, records } = await load(project);
    expect(revision).toBe(1);
    expect([...records.keyframe.values()].toSorted(compareOrder)).toEqual(keyframes);
    expect(await replay(project)).toEqual(records);
  });

  it("patches, removes, and tells the true values from before", async () => {
    const project = await makeTestProject(database);
    const [first, second] = testKeyframes({ count: 2, imageId: imageOf(project) });
    if (!first || !second) throw new Error("two keyframes");
    await commit(project, putChange([first, second]));
    const { committed } = await commit(project, {
      put: [],
      patch: [{ kind: "keyframe", id: first.id, from: { holdFrames: 99 }, to: { holdFrames: 12 } }],
      remove: [{ kind: "keyframe", id: second.id }],
    });
    expect(committed.change).toEqual({
      put: [],
      patch: [{ kind: "keyframe", id: first.id, from: { holdFrames: 0 }, to: { holdFrames: 12 } }],
      remove: [second],
    });
    expect([...(await load(project)).records.keyframe.values()]).toEqual([
      { ...first, holdFrames: 12 },
    ]);
  });

  it("makes a segment's row when something is first set, and changes project settings", async () => {
    const project = await makeTestProject(database);
    const [a, b] = testKeyframes({ count: 2, imageId: imageOf(project) });
    if (!a || !b) throw new Error("two keyframes");
    await commit(project, putChange([a, b]));
    const id = segmentIdOf(a.id, b.id);
    await commit(project, patch("segment", id, { prompt: "she turns", params: { steps: 20 } }));
    await commit(
      project,
      patch("project", project.projectId, { frameRate: { num: 24000, den: 1001 } }),
    );
    const { records } = await load(project);
    expect(records.segment.get(id)).toMatchObject({
      prompt: "she turns",
      params: { steps: 20 },
      type: "inbetween",
    });
    expect(records.project.get(project.projectId)?.frameRate).toEqual({ num: 24000, den: 1001 });
    expect(await replay(project)).toEqual(records);
  });

  it("commits the same changeId once, also when both come at the same time", async () => {
    const project = await makeTestProject(database);
    const change = putChange(testKeyframes({ count: 1, imageId: imageOf(project) }));
    const changeId = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => commit(project, change, { changeId })),
    );
    expect(new Set(results.map((result) => JSON.stringify(result.committed.revision)))).toEqual(
      new Set(["1"]),
    );
    expect(results.filter((result) => !result.isRepeat)).toHaveLength(1);
    const again = await commit(project, change, { changeId });
    expect(again.committed.change).toEqual(change);
    expect((await load(project)).revision).toBe(1);
  });

  it("doesn't give one person's commit to another who uses its name", async () => {
    const project = await makeTestProject(database);
    const editor = await makeTestMember(database, {
      workspaceId: project.workspaceId,
      role: "editor",
    });
    const changeId = randomUUID();
    await commit(project, EMPTY_CHANGE, { changeId });
    await expect(commit(project, EMPTY_CHANGE, { changeId, userId: editor })).rejects.toMatchObject(
      { code: "conflict" },
    );
  });

  it("acknowledges a change that turned out to have no effect", async () => {
    const project = await makeTestProject(database);
    const { committed } = await commit(project, patch("keyframe", randomUUID(), { holdFrames: 3 }));
    expect(committed).toMatchObject({ revision: 1, change: EMPTY_CHANGE });
  });

  it("numbers commits that come at once without a gap", async () => {
    const project = await makeTestProject(database);
    const changes = Array.from({ length: 12 }, () =>
      commit(project, putChange(testKeyframes({ count: 2, imageId: imageOf(project) }))),
    );
    const revisions = (await Promise.all(changes)).map((result) => result.committed.revision);
    expect(revisions.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const { records } = await load(project);
    expect(records.keyframe.size).toBe(24);
    const orders = [...records.keyframe.values()].map((keyframe) => keyframe.order);
    expect(new Set(orders).size).toBe(24);
    expect(await replay(project)).toEqual(records);
  });

  it("keeps a later insertion at its place, right after the one that took its key", async () => {
    const project = await makeTestProject(database);
    const imageId = imageOf(project);
    const [a, z] = testKeyframes({ count: 2, imageId });
    if (!a || !z) throw new Error("two keyframes");
    await commit(project, putChange([a, z]));
    const [mine] = testKeyframes({ count: 1, imageId, after: a.order, before: z.order });
    const [yours] = testKeyframes({ count: 1, imageId, after: a.order, before: z.order });
    if (!mine || !yours) throw new Error("two insertions");
    expect(mine.order).toBe(yours.order);
    await commit(project, putChange([mine]));
    await commit(project, putChange([yours]));
    const sorted = [...(await load(project)).records.keyframe.values()].toSorted(compareOrder);
    expect(sorted.map((keyframe) => keyframe.id)).toEqual([a.id, mine.id, yours.id, z.id]);
  });

  it("lets two keyframes change places in one change", async () => {
    const project = await makeTestProject(database);
    const [a, b] = testKeyframes({ count: 2, imageId: imageOf(project) });
    if (!a || !b) throw new Error("two keyframes");
    await commit(project, putChange([a, b]));
    const swap = [
      { kind: "keyframe", id: a.id, from: {}, to: { order: b.order } },
      { kind: "keyframe", id: b.id, from: {}, to: { order: a.order } },
    ];
    await commit(project, { put: [], patch: swap, remove: [] });
    const { keyframe } = (await load(project)).records;
    expect([keyframe.get(a.id)?.order, keyframe.get(b.id)?.order]).toEqual([b.order, a.order]);
  });

  it("keeps every order key different, whatever many people insert and move (seeded)", async () => {
    const project = await makeTestProject(database);
    const imageId = imageOf(project);
    await commit(project, putChange(testKeyframes({ count: 4, imageId })));
    const step = fc.record({
      place: fc.nat(20),
      count: fc.integer({ min: 1, max: 4 }),
      isMove: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        const sorted = [...(await load(project)).records.keyframe.values()].toSorted(compareOrder);
        // All steps are made from the same view, as by people who haven't heard of each other yet.
        await Promise.all(
          steps.map(({ place: wished, count, isMove }) => {
            const at = wished % sorted.length;
            const after = sorted[at]?.order ?? null;
            const before = sorted[at + 1]?.order ?? null;
            const moved = sorted[(wished * 7) % sorted.length];
            if (!isMove || !moved)
              return commit(project, putChange(testKeyframes({ count, imageId, after, before })));
            const [order = ""] = orderKeysBetween(after, before, 1);
            return commit(project, patch("keyframe", moved.id, { order }));
          }),
        );
        const { records } = await load(project);
        const orders = [...records.keyframe.values()].map((keyframe) => keyframe.order);
        expect(new Set(orders).size).toBe(orders.length);
        expect(await replay(project)).toEqual(records);
      }),
      { seed: 20261123, numRuns: 12 },
    );
  });

  describe("refuses, and writes nothing", () => {
    const cases: [string, (project: TestProject) => unknown][] = [
      ["a change that is no change", () => ({ put: "all" })],
      [
        "operators in the place of values",
        () => patch("keyframe", "k".repeat(8), { label: { not: "" } }),
      ],
      [
        "an operator in the place of an id",
        () => ({ put: [], patch: [{ kind: "keyframe", id: { not: "" }, to: {} }], remove: [] }),
      ],
      ["a NUL byte", () => patch("keyframe", "k".repeat(8), { label: "a\u0000b" })],
      ["a lone surrogate", () => patch("keyframe", "k".repeat(8), { label: "\ud800" })],
      ["an unknown property", () => patch("keyframe", "k".repeat(8), { projectId: "another" })],
      ["a patched id", () => patch("keyframe", "k".repeat(8), { id: "l".repeat(8) })],
      ["a take, which only the server writes", () => patch("take", "t".repeat(8), { notes: [] })],
      [
        "a segment's pair",
        () => patch("segment", "aaaaaaaa~bbbbbbbb", { fromKeyframeId: "cccccccc" }),
      ],
      ["another project's settings", () => patch("project", "p".repeat(8), { name: "Mine" })],
      [
        "a key that no key can follow",
        (project) =>
          putChange(
            testKeyframes({ count: 1, imageId: imageOf(project) }).map((one) => ({
              ...one,
              order: "zzz0",
            })),
          ),
      ],
      ["a hold below nothing", () => patch("keyframe", "k".repeat(8), { holdFrames: -1 })],
      [
        "a drawing that isn't in the project",
        () => putChange(testKeyframes({ count: 1, imageId: "f".repeat(64) })),
      ],
      [
        "a take of no segment",
        () => patch("segment", "aaaaaaaa~bbbbbbbb", { chosenTakeId: "t".repeat(8) }),
      ],
      [
        "a record that appears twice",
        (project) => {
          const [one] = testKeyframes({ count: 1, imageId: imageOf(project) });
          return { put: [one, one], patch: [], remove: [] };
        },
      ],
    ];
    it.each(cases)("%s", async (_name, changeOf) => {
      const project = await makeTestProject(database);
      await expect(commit(project, changeOf(project))).rejects.toMatchObject({ code: "invalid" });
      const { revision, records } = await load(project);
      expect(revision).toBe(0);
      expect({ ...records, project: new Map() }).toEqual(emptyRecords());
    });

    it("another project's drawing, even by its right name", async () => {
      const [mine, theirs] = [
        await makeTestProject(database, 1),
        await makeTestProject(database, 3),
      ];
      const change = putChange(testKeyframes({ count: 1, imageId: theirs.imageIds[2] ?? "" }));
      await expect(commit(mine, change)).rejects.toMatchObject({ code: "invalid" });
    });

    it("whoever may not edit, without saying whether the project is there", async () => {
      const [project, other] = [await makeTestProject(database), await makeTestProject(database)];
      const viewer = await makeTestMember(database, {
        workspaceId: project.workspaceId,
        role: "viewer",
      });
      await expect(commit(project, EMPTY_CHANGE, { userId: viewer })).rejects.toMatchObject({
        code: "forbidden",
      });
      const refusal = await commit(project, EMPTY_CHANGE, { userId: other.ownerId }).catch(
        (error: unknown) => error,
      );
      const absent = { ...project, projectId: randomUUID() };
      expect(refusal).toMatchObject({ code: "not-found" });
      await expect(commit(absent, EMPTY_CHANGE, { userId: other.ownerId })).rejects.toEqual(
        refusal,
      );
    });

    it("more keyframes than a project holds, and still takes some away", async () => {
      const project = await makeTestProject(database);
      const imageId = imageOf(project);
      const all = testKeyframes({ count: LIMITS.keyframesPerProject, imageId });
      await commit(project, putChange(all));
      const more = testKeyframes({ count: 1, imageId, after: all.at(-1)?.order ?? null });
      await expect(commit(project, putChange(more))).rejects.toMatchObject({ code: "limit" });
      await commit(project, { put: [], patch: [], remove: [{ kind: "keyframe", id: all[0]?.id }] });
      await commit(project, putChange(more));
      expect((await load(project)).records.keyframe.size).toBe(LIMITS.keyframesPerProject);
    });
  });

  it("skips the choice of a take that is gone, and does the rest of the edit", async () => {
    const project = await makeTestProject(database);
    const gone = { chosenTakeId: randomUUID() };
    const { committed } = await commit(project, {
      put: [],
      patch: [
        {
          kind: "segment",
          id: "aaaaaaaa~bbbbbbbb",
          from: {},
          to: { ...gone, prompt: "she turns" },
        },
        { kind: "segment", id: "bbbbbbbb~cccccccc", from: {}, to: gone },
        { kind: "project", id: project.projectId, from: {}, to: { name: "Rain" } },
      ],
      remove: [],
    });
    expect(committed.change.patch.map(({ to }) => to)).toEqual([
      { prompt: "she turns" },
      { name: "Rain" },
    ]);
    const { records } = await load(project);
    expect([...records.segment.values()]).toMatchObject([
      { prompt: "she turns", chosenTakeId: null },
    ]);
    expect(await replay(project)).toEqual(records);
  });

  it("sends the whole project where catching up would be larger than it", async () => {
    const project = await makeTestProject(database);
    const { ownerId: userId, projectId } = project;
    const text = "A line that the database stores in a few bytes. ".repeat(80);
    const large = () =>
      testKeyframes({ count: 700, imageId: imageOf(project) }).map((keyframe) => ({
        ...keyframe,
        action: text,
        dialogue: text,
      }));
    await commit(project, putChange(large()));
    await commit(project, putChange(large()));
    const near = await loadProject({ database }, { userId, projectId, since: 1 });
    expect(near.records).toBeNull();
    expect(near.changes.map((change) => change.revision)).toEqual([2]);
    const far = await loadProject({ database }, { userId, projectId, since: 0 });
    expect(far.records).toHaveLength(1_401);
    expect(far.changes).toEqual([]);
    // Who reads the log page by page gets one change at least.
    const page = await changesSince(database, { projectId, since: 0 });
    expect(page.map((change) => change.revision)).toEqual([1]);
  }, 30_000);

  it("leaves nothing of a change of which one part can't be written", async () => {
    const project = await makeTestProject(database);
    const keyframes = testKeyframes({ count: 2, imageId: imageOf(project) });
    const change: Change = putChange(keyframes);
    await database.$executeRawUnsafe(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk trouble'; END $$`,
    );
    await database.$executeRawUnsafe(
      `CREATE TRIGGER refuse BEFORE INSERT ON "ChangeLog" FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    try {
      await expect(commit(project, change)).rejects.toThrow("disk trouble");
    } finally {
      await database.$executeRawUnsafe(`DROP FUNCTION refuse CASCADE`);
    }
    const { revision, records } = await load(project);
    expect([revision, records.keyframe.size]).toEqual([0, 0]);
    await commit(project, change);
    expect((await load(project)).records.keyframe.size).toBe(2);
  });
});
