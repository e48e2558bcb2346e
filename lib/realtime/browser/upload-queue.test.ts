import { describe, expect, it, vi } from "vitest";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { GengaError } from "#lib/core/errors.ts";
import { projectViewOf } from "#lib/core/project-view.ts";
import { makeEdit, startEditing, stepHistory } from "../editing.ts";
import { inNaturalOrder } from "./files-from.ts";
import { newId } from "./new-id.ts";
import type { CommitRequest } from "./project-state.ts";
import type { UploadedImage, UploadRequest } from "./upload-file.ts";
import { createUploadQueue } from "./upload-queue.ts";

/** A page's project with nobody else in it: the real edits and history, without a connection. */
function openProject(count: number) {
  const story = storyOf({ count });
  let editing = startEditing(story.records, 0);
  const viewNow = () => projectViewOf({ records: editing.edits.view, backends: new Map() });
  const state = {
    connection: "live",
    closedReason: null,
    role: "editor",
    userId: "anna",
    connectionId: "c",
    pendingCount: 0,
    peers: [],
    presence: new Map(),
    progress: new Map(),
    backendStates: new Map(),
    undoLabel: null,
    redoLabel: null,
  } as const;
  return {
    getState: () => ({ ...state, view: viewNow() }),
    commit(request: CommitRequest) {
      const made = makeEdit(editing, { changeId: newId(), groupId: null, ...request });
      editing = made?.editing ?? editing;
      return made?.changeId ?? null;
    },
    isUndone: (groupId: string) =>
      editing.history.future.some((entry) => entry.groupId === groupId),
    undo() {
      editing = stepHistory(editing, { direction: "undo", changeId: newId() }).editing;
    },
    labels: () => viewNow()?.sequence.keyframes.map((keyframe) => keyframe.label) ?? [],
  };
}

/** A network on which every file takes another time, and files named "bad" are no images. */
function slowSend() {
  const running = { now: 0, most: 0 };
  const send = async ({ file, signal, onProgress }: UploadRequest): Promise<UploadedImage> => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    const number = Number(/\d+/.exec(file.name)?.[0] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, (number * 7) % 11));
    onProgress(1);
    await new Promise((resolve) => setTimeout(resolve, (number * 5) % 3));
    running.now -= 1;
    if (signal.aborted) throw new GengaError("cancelled", "The upload was cancelled.");
    if (file.name.startsWith("bad")) {
      throw new GengaError("image-rejected", `${file.name} is not an image.`);
    }
    return { imageId: "a".repeat(64), width: 8, height: 5 };
  };
  return { send, running };
}

const fileOf = (name: string) => new File(["x"], name);
const names = (from: number, count: number, stem = "walk") =>
  Array.from({ length: count }, (_, place) => `${stem}-${String(from + place)}`);

function settled(queue: ReturnType<typeof createUploadQueue>): Promise<void> {
  return vi.waitFor(
    () => {
      const states = queue.getState().items.map((item) => item.state);
      expect(states.filter((state) => state !== "done" && state !== "failed")).toEqual([]);
    },
    { timeout: 20_000, interval: 20 },
  );
}

describe("dropped drawings", () => {
  it("land in their places, three hundred at once with three that are no images", async () => {
    const project = openProject(2);
    const { send, running } = slowSend();
    const queue = createUploadQueue({ projectId: "project-1", store: project, send });
    const files = names(1, 300).map((name) => fileOf(`${name}.png`));
    for (const place of [10, 150, 299]) files[place] = fileOf(`bad-${String(place)}.png`);
    queue.addFiles(files, 1);
    await settled(queue);
    const good = names(1, 300).filter((_, place) => ![10, 150, 299].includes(place));
    expect(project.labels()).toEqual(["d0", ...good, "d1"]);
    expect(running.most).toBe(3);
    const failed = queue.getState().items.filter((item) => item.state === "failed");
    expect(failed.map((item) => item.message)).toEqual([
      "bad-10.png is not an image.",
      "bad-150.png is not an image.",
      "bad-299.png is not an image.",
    ]);
    project.undo();
    expect(project.labels()).toEqual(["d0", "d1"]);
  });

  it("of two drops into the same gap stand one behind the other", async () => {
    const project = openProject(2);
    const { send } = slowSend();
    const queue = createUploadQueue({ projectId: "project-1", store: project, send });
    queue.addFiles(names(1, 5, "first").map(fileOf), 1);
    queue.addFiles(names(1, 5, "second").map(fileOf), 1);
    await settled(queue);
    expect(project.labels()).toEqual([
      "d0",
      ...names(1, 5, "first"),
      ...names(1, 5, "second"),
      "d1",
    ]);
  });

  it("stop coming when the drop is undone or taken out, and come again on retry", async () => {
    const project = openProject(1);
    const { send } = slowSend();
    const queue = createUploadQueue({ projectId: "project-1", store: project, send });
    queue.addFiles(names(1, 200).map(fileOf), 1);
    await vi.waitFor(() => {
      expect(project.labels().length).toBeGreaterThan(1);
    });
    project.undo();
    await settled(queue);
    expect(project.labels()).toEqual(["d0"]);

    let isAway = true;
    const flaky = createUploadQueue({
      projectId: "project-1",
      store: project,
      send: (request) =>
        isAway ? Promise.reject(new GengaError("unavailable", "Try again.")) : send(request),
    });
    const [first] = flaky.addFiles([fileOf("walk-1"), fileOf("walk-2")], 1);
    await settled(flaky);
    isAway = false;
    flaky.cancel(first ?? "");
    flaky.retryFailed();
    await settled(flaky);
    expect(project.labels()).toEqual(["d0", "walk-2"]);
  });

  it("are ordered as a person counts", () => {
    const ordered = inNaturalOrder(["walk-10.png", "walk-2.png", "Walk-1.png"].map(fileOf));
    expect(ordered.map((file) => file.name)).toEqual(["Walk-1.png", "walk-2.png", "walk-10.png"]);
  });
});
