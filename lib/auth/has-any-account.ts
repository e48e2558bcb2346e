import type { Database } from "#lib/db/client.ts";

/** Whether anybody has an account yet; if not, the first screen makes one instead of asking for one. */
export async function hasAnyAccount(database: Database): Promise<boolean> {
  return (await database.user.findFirst({ select: { id: true } })) !== null;
}
