import type { Database } from "#lib/db/client.ts";

/**
 * Gives a person who belongs to no workspace one of their own. Run after every sign-in, so that an account whose
 * making was cut short is whole again; twice at once makes one workspace.
 */
export async function ensureWorkspace(
  database: Database,
  user: { id: string; name: string },
): Promise<void> {
  const membership = await database.membership.findFirst({ where: { userId: user.id } });
  if (membership) return;
  const workspaceId = `personal-${user.id}`;
  const name = `${user.name}'s workspace`;
  await database.$transaction([
    database.$executeRaw`
      INSERT INTO "Workspace" ("id", "name") VALUES (${workspaceId}, ${name}) ON CONFLICT DO NOTHING`,
    database.$executeRaw`
      INSERT INTO "Membership" ("workspaceId", "userId", "role")
      VALUES (${workspaceId}, ${user.id}, 'owner') ON CONFLICT DO NOTHING`,
  ]);
}
