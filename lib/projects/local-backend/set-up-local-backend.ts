import * as z from "zod/mini";
import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { LocalBackendView } from "#lib/core/local-backend.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import type { Services } from "../services.ts";
import { addLocalBackend, requireRoomForLocal } from "./add-local-backend.ts";
import { viewOfLocal } from "./read-local-backend.ts";

/** What `POST /api/workspaces/:workspaceId/local-backend` takes. */
export const localBackendRequestSchema = z.strictObject({ action: z.enum(["set-up", "retry"]) });

/**
 * `set-up` has the in-betweener of this machine installed and run, and adds it to the workspace's backends; what is there
 * already stays. `retry` goes on with what failed. Resolves once it has begun: the status tells the rest.
 * @throws GengaError `not-found`, `forbidden`, `limit`; `unavailable` where none is offered, or nobody answers
 */
export async function setUpLocalBackend(
  services: Pick<Services, "database" | "localBackend">,
  options: { userId: string; workspaceId: string; action: "set-up" | "retry" },
): Promise<LocalBackendView> {
  const { database, localBackend } = services;
  const { userId, workspaceId, action } = options;
  const permission = "workspace:manage";
  await requireWorkspaceAccess({ database, userId, workspaceId, permission });
  if (!localBackend) throw notOffered();
  if (action === "set-up") await requireRoomForLocal(database, workspaceId);
  const status = await localBackend.ask(action);
  if (action === "set-up") {
    await database.$transaction(
      (transaction) => addLocalBackend(transaction, { workspaceId, userId, status }),
      TRANSACTION_TIMES,
    );
  }
  return viewOfLocal(services, { workspaceId, status });
}

function notOffered(): GengaError {
  return new GengaError(
    "unavailable",
    "This installation doesn't run a local in-betweener. Nothing was changed. Run one on another machine with `npm run selfhost`, and add its address.",
  );
}
