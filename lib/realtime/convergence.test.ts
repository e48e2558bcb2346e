import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageIdOf, plainRecords, PROJECT_ID, SEED } from "#tests/support/random-change.ts";
import {
  allRecords,
  problemsOf,
  REFUSED_LABEL,
  SimulatedClient,
  SimulatedServer,
} from "#tests/support/simulated-room.ts";
import { EMPTY_CHANGE, type Change } from "#lib/core/change.ts";
import { duplicateKeyframes } from "#lib/core/edits/duplicate-keyframes.ts";
import { insertKeyframes } from "#lib/core/edits/insert-keyframes.ts";
import { moveKeyframes } from "#lib/core/edits/move-keyframes.ts";
import { removeKeyframes } from "#lib/core/edits/remove-keyframes.ts";
import { setCut } from "#lib/core/edits/set-cut.ts";
import { setKeyframes } from "#lib/core/edits/set-keyframes.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { newProject } from "#lib/core/project.ts";
import { recordsFrom, type Records } from "#lib/core/records.ts";
import { sequenceOf } from "#lib/core/sequence.ts";
import { makeEdit, stepHistory } from "./editing.ts";

const EDITS = [
  "insert",
  "insert",
  "move",
  "move",
  "remove",
  "copy",
  "hold",
  "cut",
  "length",
] as const;
const number = fc.nat(1_000);
const op = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("edit" as const),
      client: number,
      edit: fc.constantFrom(...EDITS),
      a: number,
      b: number,
      group: fc.constantFrom(null, "g1"),
      isRefused: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("undo", "redo"), client: number }) },
  {
    weight: 9,
    arbitrary: fc.record({ type: fc.constantFrom("send", "up", "down"), client: number }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom("lose", "back", "anew"), client: number }),
  },
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

/** The edit that a person whose page shows these records would make. */
function editOf(records: Records, id: string, { edit, a, b }: Op & { type: "edit" }): Change {
  const [project] = records.project.values();
  if (!project) return EMPTY_CHANGE;
  const sequence = sequenceOf(project, records);
  const { keyframes, segments } = sequence;
  const keyframe = keyframes[a % Math.max(1, keyframes.length)];
  const segment = segments[a % Math.max(1, segments.length)];
  const index = b % (keyframes.length + 1);
  const keyframeIds = keyframes
    .filter((_, place) => place === a % keyframes.length || (b % 3 === 0 && place % 3 === 0))
    .map((one) => one.id);
  switch (edit) {
    case "insert": {
      const fresh = Array.from({ length: 1 + (a % 3) }, (_, place) => ({
        id: `${id}-${String(place)}`,
        imageId: imageIdOf(a),
        label: "",
      }));
      return insertKeyframes({ sequence, index, keyframes: fresh });
    }
    case "move":
      return moveKeyframes({ sequence, keyframeIds, toIndex: index });
    case "remove":
      return removeKeyframes({ sequence, keyframeIds: keyframeIds.slice(0, 2) });
    case "copy": {
      const newIds = keyframeIds.map((_, place) => `${id}-${String(place)}`);
      return duplicateKeyframes({ sequence, keyframeIds, newIds });
    }
    case "hold":
      return setKeyframes({ keyframes: keyframe ? [keyframe] : [], fields: { holdFrames: b } });
    case "cut": {
      const segmentIds = segment ? [segment.id] : [];
      return setCut({ project, sequence, segmentIds, isCut: b % 2 === 0 });
    }
    case "length":
      return setSegments({
        segments: segment ? [segment] : [],
        fields: { durationFrames: 1 + b },
      });
  }
}

function play(clients: readonly SimulatedClient[], ops: readonly Op[], firstPlace = 0): void {
  ops.forEach((step, index) => {
    const place = firstPlace + index;
    const client = clients[step.client % clients.length];
    if (!client) return;
    const changeId = `edit-${String(place).padStart(4, "0")}`;
    switch (step.type) {
      case "edit": {
        const change = editOf(client.editing.edits.view, changeId, step);
        const label = step.isRefused ? REFUSED_LABEL : step.edit;
        const groupId = step.isRefused ? null : step.group;
        client.editing =
          makeEdit(client.editing, { changeId, label, groupId, change })?.editing ?? client.editing;
        break;
      }
      case "undo":
      case "redo":
        client.editing = stepHistory(client.editing, { direction: step.type, changeId }).editing;
        break;
      case "send":
        client.send();
        break;
      case "up":
        client.deliverUp();
        break;
      case "down":
        client.deliverDown();
        break;
      case "lose":
        client.disconnect();
        break;
      case "back":
      case "anew":
        client.reconnect({ isWhole: step.type === "anew" });
    }
  });
}

/** Everyone is online again and every message arrives. */
function settle(clients: readonly SimulatedClient[]): void {
  for (const client of clients) if (!client.isOnline) client.reconnect({ isWhole: false });
  for (let isBusy = true; isBusy;) {
    for (const client of clients) client.send();
    const moved = clients.map((client) => [client.deliverUp(), client.deliverDown()]);
    isBusy = moved.flat().includes(true);
  }
}

describe("many people editing one project at once", () => {
  it("all end with the same keyframes in the same order, whatever the network did", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.array(op, { maxLength: 120, size: "max" }),
        (count, ops) => {
          const server = new SimulatedServer(recordsFrom([newProject(PROJECT_ID, "Story")]));
          const clients: SimulatedClient[] = [];
          for (let place = 0; place < count; place += 1) {
            new SimulatedClient({ id: `person-${String(place)}`, server, room: clients });
          }
          play(clients, ops);
          settle(clients);
          expect(problemsOf(server)).toEqual([]);
          const expected = allRecords(server.records);
          const [project] = server.records.project.values();
          const order =
            project && sequenceOf(project, server.records).keyframes.map(({ id }) => id);
          for (const client of clients) {
            const { view, confirmed, pending, revision } = client.editing.edits;
            expect(pending).toEqual([]);
            expect(revision).toBe(server.revision);
            expect(allRecords(view)).toEqual(expected);
            expect(allRecords(confirmed)).toEqual(expected);
            const seen = project && sequenceOf(project, view).keyframes.map(({ id }) => id);
            expect(seen).toEqual(order);
          }
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  }, 60_000);

  it("never lose an edit that was not refused", () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 120, size: "max" }), (ops) => {
        const server = new SimulatedServer(recordsFrom([newProject(PROJECT_ID, "Story")]));
        const clients: SimulatedClient[] = [];
        new SimulatedClient({ id: "person-a", server, room: clients });
        new SimulatedClient({ id: "person-b", server, room: clients });
        const made = new Set<string>();
        for (const [place, step] of ops.entries()) {
          play(clients, [step], place);
          for (const { changeId, label } of clients.flatMap((one) => one.editing.edits.pending)) {
            if (label !== REFUSED_LABEL) made.add(changeId);
          }
        }
        const waiting = clients.flatMap((one) => one.editing.edits.pending);
        settle(clients);
        const committed = new Set(server.log.map((change) => change.changeId));
        for (const { changeId, label } of waiting) {
          expect(committed.has(changeId)).toBe(label !== REFUSED_LABEL);
        }
        // An edit that its own group brought back to nothing before it was sent is the only kind to vanish.
        for (const changeId of committed) expect(made.has(changeId)).toBe(true);
      }),
      { seed: SEED, numRuns: 150 },
    );
  }, 60_000);

  it("keeps exactly what one person saw, however often their connection drops", () => {
    const unrefused = op.filter((step) => step.type !== "edit" || !step.isRefused);
    fc.assert(
      fc.property(fc.array(unrefused, { maxLength: 120, size: "max" }), (ops) => {
        const server = new SimulatedServer(recordsFrom([newProject(PROJECT_ID, "Story")]));
        const clients: SimulatedClient[] = [];
        const client = new SimulatedClient({ id: "person-a", server, room: clients });
        play(clients, ops);
        const seen = withoutOrder(client.editing.edits.view);
        settle(clients);
        expect(withoutOrder(server.records)).toEqual(seen);
      }),
      { seed: SEED, numRuns: 300 },
    );
  }, 60_000);
});

/** Undoing a move may find its old key taken meanwhile; the server then gives another, which is no loss. */
function withoutOrder(records: Records): unknown[] {
  return Object.values(plainRecords(records)).map((record) => ({ ...record, order: "" }));
}
