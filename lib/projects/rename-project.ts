import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import type { CommitFeed } from "./commit-feed.ts";
import { commitChange } from "./commit-change.ts";

/**
 * Renames a project from outside its editor: a change like any other, so that open screens follow and it can be found
 * in the log.
 * @throws GengaError as `commitChange`
 */
export async function renameProject(
  services: { database: Database; commits: CommitFeed },
  options: { userId: string; projectId: string; name: string },
): Promise<void> {
  const { database, commits } = services;
  const { userId, projectId, name } = options;
  await commitChange(
    { database, onCommitted: (id, committed) => commits.publish(id, committed) },
    {
      userId,
      projectId,
      changeId: randomUUID(),
      label: "Rename project",
      change: {
        put: [],
        patch: [{ kind: "project", id: projectId, from: {}, to: { name } }],
        remove: [],
      },
    },
  );
}
