import { TOON_CRAFTER_MAPPING, toonCrafterDescription } from "#lib/backends/gradio/toon-crafter.ts";
import type { Database } from "#lib/db/client.ts";
import { tellBackendsChanged } from "#lib/projects/backends/backends-channel.ts";

/** Adds ToonCrafter at an address of this machine to a workspace, and tells its open projects. */
export async function addToonCrafter(
  database: Database,
  options: {
    workspaceId: string;
    id: string;
    name: string;
    baseUrl: string;
    position?: number;
    helps?: string;
    isEnabled?: boolean;
    meanDrawMs?: number;
    quotaSecondsPerTake?: number;
  },
): Promise<void> {
  const { baseUrl, position = 0, ...columns } = options;
  const { id: _id, name: _name, ...description } = toonCrafterDescription(options);
  await database.backend.create({
    data: {
      ...columns,
      position,
      description,
      address: { kind: "url", baseUrl },
      mapping: TOON_CRAFTER_MAPPING,
    },
  });
  await tellBackendsChanged(database, options.workspaceId);
}
