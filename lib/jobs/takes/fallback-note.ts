import type { Database } from "#lib/db/client.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import type { TakeClaim } from "./take-claim.ts";

/** What a person should know when another backend drew the take than the one that was asked; empty otherwise. */
export async function fallbackNote(database: Database, claim: TakeClaim): Promise<string[]> {
  const { workspaceId, take } = claim;
  const { backendId, fallbackFor } = take.recipe;
  if (fallbackFor === undefined) return [];
  const backends = await describeWorkspaceBackends(database, { workspaceId });
  const name = (id: string) => backends.get(id)?.name ?? "a backend that was removed";
  return [
    `${name(backendId)} drew this in place of ${name(fallbackFor)}, which could not at the time.`,
  ];
}
