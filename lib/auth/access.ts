import { GengaError } from "#lib/core/errors.ts";
import { allows, ROLES, type Permission, type Role } from "#lib/core/permissions.ts";
import type { Transaction } from "#lib/db/client.ts";

export type Access = { readonly role: Role; readonly workspaceId: string };

/**
 * The first line of every use case on a project: whether this person may do this.
 * @throws GengaError `not-found` when the project isn't there or isn't theirs to know of, in the same words;
 * `forbidden` when their role doesn't allow it.
 */
export async function requireAccess(options: {
  database: Transaction;
  userId: string;
  projectId: string;
  permission: Permission;
}): Promise<Access> {
  const { database, userId, projectId, permission } = options;
  const rows = await database.$queryRaw<{ role: string; workspaceId: string }[]>`
    SELECT m."role", m."workspaceId" FROM "Project" p
    JOIN "Membership" m ON m."workspaceId" = p."workspaceId" AND m."userId" = ${userId}
    WHERE p."id" = ${projectId} AND p."deletedAt" IS NULL`;
  return decideAccess(rows[0], permission);
}

/**
 * The rule of `requireAccess` on a membership that was read already.
 * @throws GengaError `not-found`, `forbidden`
 */
export function decideAccess<Row extends { role: string; workspaceId: string }>(
  row: Row | undefined,
  permission: Permission,
): Row & Access {
  const role = ROLES.find((one) => one === row?.role);
  if (!row || !role) throw projectNotFound();
  if (!allows(role, permission)) throw roleForbids();
  return { ...row, role };
}

/**
 * The first line of every use case on a workspace itself: whether this person may do this. What every member may do is
 * `project:view`.
 * @throws GengaError `not-found` when the workspace isn't there or isn't theirs to know of, in the same words;
 * `forbidden` when their role doesn't allow it.
 */
export async function requireWorkspaceAccess(options: {
  database: Transaction;
  userId: string;
  workspaceId: string;
  permission: Permission;
}): Promise<Access> {
  const { database, userId, workspaceId, permission } = options;
  const membership = await database.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    select: { role: true },
  });
  const role = ROLES.find((one) => one === membership?.role);
  if (!role) throw workspaceNotFound();
  if (!allows(role, permission)) throw roleForbids();
  return { role, workspaceId };
}

/** The workspace that a person's new projects go to: the first of theirs in which they may make some. */
export async function requireWorkspace(options: {
  database: Transaction;
  userId: string;
}): Promise<{ workspaceId: string }> {
  const memberships = await options.database.membership.findMany({
    where: { userId: options.userId },
    orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }],
  });
  const able = memberships.find((membership) => {
    const role = ROLES.find((one) => one === membership.role);
    return role !== undefined && allows(role, "project:create");
  });
  if (!able) throw roleForbids();
  return { workspaceId: able.workspaceId };
}

/** Said alike for a project that isn't there and for one that is somebody else's. */
export function projectNotFound(): GengaError {
  return new GengaError(
    "not-found",
    "This project isn't there, or it isn't shared with you. Go back to your projects.",
  );
}

function workspaceNotFound(): GengaError {
  return new GengaError(
    "not-found",
    "This workspace isn't there, or you don't belong to it. Go back to your projects.",
  );
}

function roleForbids(): GengaError {
  return new GengaError(
    "forbidden",
    "Your role in this workspace doesn't allow that. Nothing was changed. Ask an owner for another role.",
  );
}
