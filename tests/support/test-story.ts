import { randomUUID } from "node:crypto";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import type { Project } from "#lib/core/project.ts";
import type { Patch } from "#lib/core/change.ts";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { commitInTransaction, lockProject } from "#lib/projects/commit-in-transaction.ts";
import { readProjectSnapshot } from "#lib/projects/read-project.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";
import { drawing } from "../fixtures/pictures.ts";

/** A person with a workspace and one project of key drawings, made in the database directly. */
export type TestStory = {
  readonly userId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  readonly keyframeIds: readonly string[];
  /** Edits the project as a person would. */
  edit(patch: readonly Omit<Patch, "from">[]): Promise<void>;
};

/** Small and short, so that a take is drawn in a fraction of a second. */
export const SMALL = { width: 128, height: 80, segmentFrames: 8 };

export async function createTestStory(
  services: { database: Database; blobs: BlobStore },
  options: {
    keyframes: number;
    /** After so many drawings the first comes again. */
    imagesRepeatAfter?: number;
    project?: Partial<Pick<Project, "width" | "height" | "segmentFrames" | "name">>;
    workspaceId?: string;
    userId?: string;
  },
): Promise<TestStory> {
  const { database } = services;
  const project = { ...SMALL, name: "Walk", ...options.project };
  const projectId = randomUUID();
  const workspaceId = options.workspaceId ?? randomUUID();
  const userId = options.userId ?? randomUUID();
  if (!options.workspaceId) {
    await database.user.create({
      data: { id: userId, name: "Ada", email: `${userId}@example.test` },
    });
    await database.workspace.create({
      data: { id: workspaceId, name: "Ada", memberships: { create: { userId, role: "owner" } } },
    });
  }
  const { num, den } = { num: 24, den: 1 };
  await database.project.create({
    data: {
      id: projectId,
      workspaceId,
      ...project,
      frameRateNum: num,
      frameRateDen: den,
      fit: "contain",
      fitColor: "#ffffff",
      easing: "linear",
      backendId: "draft",
      prompt: "",
      negativePrompt: "",
    },
  });
  const count = Math.min(options.keyframes, options.imagesRepeatAfter ?? options.keyframes);
  const imageIds = await addTestImages(services, { projectId, count, ...project });
  const orders = orderKeysBetween(null, null, options.keyframes);
  const keyframes = orders.map((order, index) => {
    const imageId = imageIds[index % count] ?? "";
    return newKeyframe({ id: randomUUID(), order, imageId, label: `K${index + 1}` });
  });
  const commit = (change: Parameters<typeof commitInTransaction>[1]["change"]) =>
    database.$transaction(async (transaction) => {
      const locked = await lockProject(transaction, projectId);
      const label = "Test edit";
      await commitInTransaction(transaction, {
        locked,
        changeId: randomUUID(),
        actorId: userId,
        label,
        change,
      });
    }, TRANSACTION_TIMES);
  if (keyframes.length > 0) await commit({ put: keyframes, patch: [], remove: [] });
  return {
    userId,
    workspaceId,
    projectId,
    keyframeIds: keyframes.map((keyframe) => keyframe.id),
    edit: (patch) =>
      commit({ put: [], patch: patch.map((one) => ({ ...one, from: {} })), remove: [] }),
  };
}

/** Key drawings of a box that moves to the right, each a kept image of the project. */
export async function addTestImages(
  { database, blobs }: { database: Database; blobs: BlobStore },
  options: { projectId: string; count: number; width: number; height: number },
): Promise<string[]> {
  const { projectId, count, width, height } = options;
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const shiftPx = Math.round((index * width) / (3 * Math.max(1, count)));
    const png = await encodePng(drawing(width, height, shiftPx));
    const { hash, sizeBytes } = await blobs.putBytes(png);
    const fields = { width, height, fileName: `k${index}.png`, sizeBytes, thumbnailHash: hash };
    await database.image.createMany({
      data: [{ projectId, id: hash, ...fields }],
      skipDuplicates: true,
    });
    ids.push(hash);
  }
  return ids;
}

/** The project as it stands. */
export async function viewOf(database: Database, projectId: string) {
  const view = await readProjectSnapshot(database, projectId);
  if (!view) throw new Error("the test's project is gone");
  return view;
}

/** Waits until `probe` gives something, looking every 50 ms. */
export async function eventually<Value>(
  probe: () => Promise<Value | null | undefined | false>,
  options: { timeoutMs: number; what: string },
): Promise<Value> {
  const end = Date.now() + options.timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${options.timeoutMs} ms for ${options.what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
