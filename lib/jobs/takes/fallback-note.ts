import type { HelpReason } from "#lib/core/choose-backend.ts";
import type { Database } from "#lib/db/client.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import type { TakeClaim } from "./take-claim.ts";

const WHY: Readonly<Record<HelpReason, string>> = {
  removed: "which was removed",
  disabled: "which was switched off",
  paused: "which could not draw at the time",
  unwell: "which was not running",
  busy: "which was busy",
};

/** What a person should know when another backend drew the take than the one that was asked; empty otherwise. */
export async function fallbackNote(database: Database, claim: TakeClaim): Promise<string[]> {
  const { workspaceId, take, helpReason } = claim;
  const { backendId, fallbackFor } = take.recipe;
  if (fallbackFor === undefined) return [];
  const backends = await describeWorkspaceBackends(database, { workspaceId });
  const drew = backends.get(backendId)?.name ?? "Another backend";
  const asked = backends.get(fallbackFor)?.name ?? "a backend";
  return [`${drew} drew this in place of ${asked}, ${WHY[helpReason ?? "paused"]}.`];
}
