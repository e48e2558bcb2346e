import { randomUUID } from "node:crypto";
import { localDescription } from "#lib/backends/local-description.ts";
import { LOCAL_MAPPING } from "#lib/backends/local-mapping.ts";
import { BACKEND_LIMITS } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { LocalBackendStatus } from "#lib/core/local-backend.ts";
import type { Transaction } from "#lib/db/client.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { suggestBackendName } from "../backends/backend-names.ts";
import { tellBackendsChanged } from "../backends/backends-channel.ts";
import { healthOfLocal } from "./health-of-local.ts";

/** What a workspace calls it until somebody calls it something else. */
const NAME = "Local in-betweener";

/** The rows of every workspace that are the in-betweener of this machine. */
export const IS_LOCAL = { address: { path: ["kind"], equals: "local" } };

/**
 * Adds the in-betweener of this machine to a workspace's backends, as the last; the one that is there already stays as
 * it is. The caller has checked access.
 * @returns its id in the workspace
 * @throws GengaError `limit`
 */
export async function addLocalBackend(
  transaction: Transaction,
  options: { workspaceId: string; userId: string; status: LocalBackendStatus },
): Promise<{ backendId: string }> {
  const { workspaceId, userId, status } = options;
  // Two who add at once: the second sees what the first has added.
  await transaction.$queryRaw`
    SELECT "id" FROM "Workspace" WHERE "id" = ${workspaceId} FOR NO KEY UPDATE`;
  const there = await transaction.backend.findFirst({
    where: { workspaceId, ...IS_LOCAL },
    select: { id: true },
  });
  if (there) return { backendId: there.id };
  await requireRoomForLocal(transaction, workspaceId);
  const others = await transaction.backend.findMany({
    where: { workspaceId },
    select: { name: true, position: true },
  });
  const backendId = randomUUID();
  const name = suggestBackendName(
    NAME,
    others.map((other) => other.name),
  );
  const { id: _id, name: _name, ...description } = localDescription({ id: backendId, name });
  await transaction.backend.create({
    data: {
      workspaceId,
      id: backendId,
      name,
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
      address: { kind: "local" },
      mapping: LOCAL_MAPPING,
      description,
      health: { ...healthOfLocal(status), checkedAt: new Date().toISOString() },
      createdBy: userId,
    },
  });
  await tellBackendsChanged(transaction, workspaceId);
  await tellTakesChanged(transaction);
  return { backendId };
}

/**
 * Looks whether the workspace has it already or may add one more backend.
 * @throws GengaError `limit`
 */
export async function requireRoomForLocal(
  transaction: Transaction,
  workspaceId: string,
): Promise<void> {
  const count = await transaction.backend.count({ where: { workspaceId } });
  if (count < BACKEND_LIMITS.perWorkspace) return;
  const isThere = await transaction.backend.count({ where: { workspaceId, ...IS_LOCAL } });
  if (isThere > 0) return;
  throw new GengaError(
    "limit",
    `A workspace has at most ${BACKEND_LIMITS.perWorkspace} backends. Nothing was set up. Remove one that nobody uses, and try again.`,
  );
}
