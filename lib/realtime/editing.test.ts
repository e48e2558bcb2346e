import { describe, expect, it } from "vitest";
import { imageIdOf, PROJECT_ID } from "#tests/support/random-change.ts";
import { REFUSED_LABEL, SimulatedClient, SimulatedServer } from "#tests/support/simulated-room.ts";
import { EMPTY_CHANGE, type Change } from "#lib/core/change.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { newProject } from "#lib/core/project.ts";
import { recordsFrom } from "#lib/core/records.ts";
import { makeEdit, receiveCommitted, stepHistory } from "./editing.ts";

const KEYFRAME = newKeyframe({ id: "drawing-1", order: "a0", imageId: imageIdOf(1) });

function setHold(holdFrames: number): Change {
  const to = { holdFrames };
  return { ...EMPTY_CHANGE, patch: [{ kind: "keyframe", id: KEYFRAME.id, from: {}, to }] };
}

function room() {
  const server = new SimulatedServer(recordsFrom([newProject(PROJECT_ID, "Story"), KEYFRAME]));
  const clients: SimulatedClient[] = [];
  const anna = new SimulatedClient({ id: "anna", server, room: clients });
  const boris = new SimulatedClient({ id: "boris", server, room: clients });
  return { server, anna, boris };
}

function edit(
  client: SimulatedClient,
  fields: { changeId: string; change: Change; groupId?: string; label?: string },
): void {
  const { changeId, change, groupId = null, label = "Edit" } = fields;
  const made = makeEdit(client.editing, { changeId, label, groupId, change });
  client.editing = made?.editing ?? client.editing;
}

function holdSeenBy(client: SimulatedClient): number | undefined {
  return client.editing.edits.view.keyframe.get(KEYFRAME.id)?.holdFrames;
}

function settle(...clients: SimulatedClient[]): void {
  for (let turn = 0; turn < 20; turn += 1) {
    for (const client of clients) {
      client.send();
      client.deliverUp();
      client.deliverDown();
    }
  }
}

describe("editing in one page", () => {
  it("merges a burst of one group that waits, and undoes it at once", () => {
    const { server, anna } = room();
    for (const hold of [1, 2, 3]) {
      edit(anna, { changeId: `change-${String(hold)}`, change: setHold(hold), groupId: "drag" });
    }
    expect(anna.editing.edits.pending.map((item) => item.changeId)).toEqual(["change-1"]);
    settle(anna);
    expect(server.log).toHaveLength(1);
    const { editing } = stepHistory(anna.editing, { direction: "undo", changeId: "undo-1" });
    expect(editing.edits.view.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(0);
  });

  it("forgets a burst that ends where it began", () => {
    const { anna } = room();
    edit(anna, { changeId: "change-1", change: setHold(4), groupId: "drag" });
    edit(anna, { changeId: "change-2", change: setHold(0), groupId: "drag" });
    expect(anna.editing.edits.pending).toEqual([]);
    expect(anna.editing.history.past).toEqual([]);
  });

  it("never merges into an edit that may have reached the server under its id", () => {
    const { server, anna } = room();
    edit(anna, { changeId: "change-1", change: setHold(1), groupId: "drag" });
    anna.send();
    anna.deliverUp();
    anna.reconnect({ isWhole: true });
    edit(anna, { changeId: "change-2", change: setHold(2), groupId: "drag" });
    settle(anna);
    expect(server.records.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(2);
    expect(server.log.map((change) => change.changeId)).toEqual(["change-1", "change-2"]);
  });

  it("shows own edits over others' until the server has decided: the last to arrive wins", () => {
    const { server, anna, boris } = room();
    edit(anna, { changeId: "change-a", change: setHold(1) });
    edit(boris, { changeId: "change-b", change: setHold(2) });
    anna.send();
    boris.send();
    anna.deliverUp();
    boris.deliverDown();
    expect(holdSeenBy(boris)).toBe(2);
    settle(anna, boris);
    expect([holdSeenBy(anna), holdSeenBy(boris)]).toEqual([2, 2]);
    expect(server.revision).toBe(2);
  });

  it("leaves what others changed since when it undoes, and says so", () => {
    const { anna, boris } = room();
    edit(anna, { changeId: "change-a", change: setHold(1) });
    settle(anna, boris);
    edit(boris, { changeId: "change-b", change: setHold(2) });
    settle(anna, boris);
    const { taken } = stepHistory(anna.editing, { direction: "undo", changeId: "undo-a" });
    expect(taken).toEqual({ label: "Edit", skippedCount: 1 });
    expect(holdSeenBy(anna)).toBe(2);
  });

  it("rolls a refused edit back and keeps those after it", () => {
    const { anna } = room();
    edit(anna, { changeId: "change-1", change: setHold(7), label: REFUSED_LABEL });
    const rename: Change = {
      ...EMPTY_CHANGE,
      patch: [{ kind: "keyframe", id: KEYFRAME.id, from: {}, to: { label: "walk" } }],
    };
    edit(anna, { changeId: "change-2", change: rename });
    settle(anna);
    expect(anna.editing.edits.view.keyframe.get(KEYFRAME.id)).toMatchObject({
      holdFrames: 0,
      label: "walk",
    });
    expect(anna.editing.history.past.map((entry) => entry.label)).toEqual(["Edit"]);
  });

  it("keeps the picture as it is, the same objects, when own edits come back as shown", () => {
    const { anna } = room();
    edit(anna, { changeId: "change-1", change: setHold(5) });
    const { view } = anna.editing.edits;
    settle(anna);
    expect(anna.editing.edits.pending).toEqual([]);
    expect(anna.editing.edits.view).toBe(view);
    expect(anna.editing.edits.confirmed).toBe(view);
  });

  it("notices a missing revision and takes nothing from there on", () => {
    const { anna } = room();
    const late = { revision: 3, changeId: "x", actorId: null, label: "", change: setHold(9) };
    const { editing, hasGap } = receiveCommitted(anna.editing, [late]);
    expect(hasGap).toBe(true);
    expect(editing.edits.revision).toBe(0);
    expect(editing.edits.view.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(0);
  });
});
