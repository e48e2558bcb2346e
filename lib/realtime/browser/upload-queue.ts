import { createStore, type StoreApi } from "zustand/vanilla";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { newKeyframe, type Keyframe } from "#lib/core/keyframe.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { newId } from "./new-id.ts";
import type { ProjectStore } from "./project-state.ts";
import { uploadFile, type UploadedImage, type UploadRequest } from "./upload-file.ts";
import { isUnderWay, labelOf, ordersForDrop, type UploadItem } from "./upload-item.ts";

const AT_ONCE = 3;
/** Drawings that are ready within this time become keyframes in one change. */
const BATCH_MS = 150;

export type UploadsState = {
  /** In the order in which they were dropped; finished ones stay until they are cleared. */
  readonly items: readonly UploadItem[];
};

/** A zustand store of the uploads, together with what can be done. */
export type UploadQueue = Readonly<
  Pick<StoreApi<UploadsState>, "getState" | "getInitialState" | "subscribe">
> & {
  /**
   * Takes files, already in their order, into a gap of the sequence. Nothing happens while the project isn't there.
   * @returns the ids of the keyframes that they will become.
   */
  addFiles(files: readonly File[], gapIndex: number): string[];
  /** Sends one image that becomes no keyframe by itself (to replace another's drawing). Throws `GengaError`. */
  uploadOne(file: File): Promise<UploadedImage>;
  retry(id: string): void;
  retryFailed(): void;
  /** Takes an upload out, whatever its state; one that has become a keyframe stays one. */
  cancel(id: string): void;
  cancelAll(): void;
  /** Forgets those that are done. */
  clearDone(): void;
  /** Stops everything, for when the page is left. */
  close(): void;
};

/**
 * Sends dropped files three at a time while work goes on, and makes each a keyframe at its place as it lands, whatever
 * lands first. A file that can't be used fails alone and says why.
 * @param options.send how one file is sent; the HTTP API by default.
 */
export function createUploadQueue(options: {
  projectId: string;
  store: Pick<ProjectStore, "getState" | "commit" | "isUndone">;
  send?: (request: UploadRequest) => Promise<UploadedImage>;
}): UploadQueue {
  const { projectId, store: project, send = uploadFile } = options;
  const uploads = createStore<UploadsState>(() => ({ items: [] }));
  const controllers = new Map<string, AbortController>();
  const landed = new Map<string, Keyframe>();
  let batchTimer: ReturnType<typeof setTimeout> | undefined;

  function addFiles(files: readonly File[], gapIndex: number): string[] {
    const { view } = project.getState();
    if (!view || files.length === 0) return [];
    const onTheWay = uploads.getState().items.filter((item) => item.state !== "done");
    const orders = ordersForDrop({
      sequence: view.sequence,
      gapIndex,
      count: files.length,
      onTheWay,
    });
    const room = LIMITS.keyframesPerProject - view.sequence.keyframes.length - onTheWay.length;
    const dropId = newId();
    const added = files.map((file, place): UploadItem => {
      const isTooMany = place >= room;
      return {
        id: newId(),
        file,
        fileName: file.name,
        sizeBytes: file.size,
        dropId,
        order: orders[place] ?? "a0",
        state: isTooMany ? "failed" : "queued",
        fraction: 0,
        message: isTooMany
          ? `A project holds at most ${String(LIMITS.keyframesPerProject)} keyframes. Delete some, then retry.`
          : null,
        canRetry: true,
      };
    });
    uploads.setState(({ items }) => ({ items: [...items, ...added] }));
    watchLeaving();
    pump();
    return added.map((item) => item.id);
  }

  function pump(): void {
    for (const item of uploads.getState().items) {
      if (controllers.size >= AT_ONCE) return;
      if (item.state === "queued") void run(item);
    }
  }

  async function run(item: UploadItem): Promise<void> {
    const { id, file, dropId } = item;
    if (project.isUndone(dropId)) {
      drop((one) => one.dropId === dropId);
      return;
    }
    const controller = new AbortController();
    controllers.set(id, controller);
    update(id, { state: "uploading", fraction: 0, message: null });
    const onProgress = (fraction: number) => {
      update(id, { state: fraction >= 1 ? "processing" : "uploading", fraction });
    };
    try {
      const { signal } = controller;
      land(item, await send({ projectId, file, signal, onProgress }));
    } catch (error) {
      fail(id, error);
    }
    controllers.delete(id);
    pump();
  }

  function land(item: UploadItem, image: UploadedImage): void {
    const { id, order, fileName } = item;
    // Taken out while the last bytes went: there is nothing to make of it.
    if (!find(id)) return;
    const label = labelOf(fileName, LIMITS.nameChars);
    landed.set(id, newKeyframe({ id, order, imageId: image.imageId, label }));
    batchTimer ??= setTimeout(commitLanded, BATCH_MS);
  }

  function commitLanded(): void {
    batchTimer = undefined;
    const drops = Map.groupBy(landed.values(), (keyframe) => find(keyframe.id)?.dropId ?? "");
    landed.clear();
    for (const [dropId, put] of drops) {
      if (dropId === "") continue;
      if (project.isUndone(dropId)) {
        drop((one) => one.dropId === dropId);
        continue;
      }
      const total = uploads.getState().items.filter((item) => item.dropId === dropId).length;
      const label = total === 1 ? "Add a keyframe" : `Add ${String(total)} keyframes`;
      const changeId = project.commit({ label, change: { ...EMPTY_CHANGE, put }, groupId: dropId });
      for (const { id } of put) {
        if (changeId !== null) update(id, { state: "done", fraction: 1 });
        else fail(id, new GengaError("conflict", "The project can't be edited now. Try again."));
      }
    }
  }

  function fail(id: string, error: unknown): void {
    const known = error instanceof GengaError ? error : null;
    const message = known?.userMessage ?? "Something went wrong with this file. Try again.";
    const canRetry = known?.code !== "image-rejected" && known?.code !== "limit";
    update(id, { state: "failed", message, canRetry });
  }

  function find(id: string): UploadItem | undefined {
    return uploads.getState().items.find((item) => item.id === id);
  }

  function update(id: string, fields: Partial<UploadItem>): void {
    uploads.setState(({ items }) => ({
      items: items.map((item) => (item.id === id ? { ...item, ...fields } : item)),
    }));
  }

  function drop(which: (item: UploadItem) => boolean): void {
    const gone = uploads.getState().items.filter((item) => which(item) && item.state !== "done");
    const ids = new Set(gone.map((item) => item.id));
    uploads.setState(({ items }) => ({ items: items.filter((item) => !ids.has(item.id)) }));
    for (const id of ids) {
      landed.delete(id);
      controllers.get(id)?.abort();
    }
  }

  function retry(which: (item: UploadItem) => boolean): void {
    for (const item of uploads.getState().items) {
      if (item.state === "failed" && which(item)) {
        update(item.id, { state: "queued", fraction: 0, message: null });
      }
    }
    watchLeaving();
    pump();
  }

  function warnOfLoss(event: BeforeUnloadEvent): void {
    if (uploads.getState().items.some(isUnderWay)) event.preventDefault();
  }

  function watchLeaving(): void {
    if (typeof window !== "undefined") window.addEventListener("beforeunload", warnOfLoss);
  }

  const { getState, getInitialState, subscribe } = uploads;
  return {
    getState,
    getInitialState,
    subscribe,
    addFiles,
    uploadOne: (file) => {
      const { signal } = new AbortController();
      return send({ projectId, file, signal, onProgress: () => undefined });
    },
    retry: (id) => {
      retry((item) => item.id === id);
    },
    retryFailed: () => {
      retry((item) => item.canRetry);
    },
    cancel: (id) => {
      drop((item) => item.id === id);
    },
    cancelAll: () => {
      drop(() => true);
    },
    clearDone: () => {
      uploads.setState(({ items }) => ({ items: items.filter((item) => item.state !== "done") }));
    },
    close: () => {
      drop(() => true);
      clearTimeout(batchTimer);
      if (typeof window !== "undefined") window.removeEventListener("beforeunload", warnOfLoss);
    },
  };
}
