import { createHash, randomUUID } from "node:crypto";
import type { Change } from "#lib/core/change.ts";
import { newKeyframe, type Keyframe } from "#lib/core/keyframe.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import type { Role } from "#lib/core/permissions.ts";
import { newProject } from "#lib/core/project.ts";
import type { Database } from "#lib/db/client.ts";

/** A project with its owner and with images that have rows but no files. */
export type TestProject = {
  readonly projectId: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly imageIds: readonly string[];
};

/** A person with an account that nobody can sign in to. */
export async function makeTestUser(database: Database, name = "Mori"): Promise<string> {
  const id = randomUUID();
  await database.user.create({ data: { id, name, email: `${id}@example.test` } });
  return id;
}

/** A member of a workspace with this role. */
export async function makeTestMember(
  database: Database,
  options: { workspaceId: string; role: Role },
): Promise<string> {
  const userId = await makeTestUser(database, options.role);
  await database.membership.create({ data: { ...options, userId } });
  return userId;
}

export async function makeTestProject(database: Database, imageCount = 3): Promise<TestProject> {
  const ownerId = await makeTestUser(database, "Owner");
  const workspaceId = randomUUID();
  await database.workspace.create({ data: { id: workspaceId, name: "Studio" } });
  await database.membership.create({ data: { workspaceId, userId: ownerId, role: "owner" } });
  const projectId = randomUUID();
  const { kind: _kind, frameRate, ...fields } = newProject(projectId, "A walk in the rain");
  await database.project.create({
    data: { ...fields, workspaceId, frameRateNum: frameRate.num, frameRateDen: frameRate.den },
  });
  const imageIds = Array.from({ length: imageCount }, (_, index) =>
    createHash("sha256").update(`drawing ${index}`).digest("hex"),
  );
  await database.image.createMany({
    data: imageIds.map((id) => ({
      projectId,
      id,
      width: 64,
      height: 40,
      fileName: "drawing.png",
      sizeBytes: 100,
      thumbnailHash: id,
    })),
  });
  return { projectId, workspaceId, ownerId, imageIds };
}

/** Keyframes one after the other from `after` on, all of the same image. */
export function testKeyframes(options: {
  count: number;
  imageId: string;
  after?: string | null;
  before?: string | null;
}): Keyframe[] {
  const { count, imageId, after = null, before = null } = options;
  return orderKeysBetween(after, before, count).map((order, index) =>
    newKeyframe({ id: randomUUID(), order, imageId, label: `drawing ${index + 1}` }),
  );
}

export function putChange(keyframes: readonly Keyframe[]): Change {
  return { put: keyframes, patch: [], remove: [] };
}
