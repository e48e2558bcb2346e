import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import type { Services } from "../services.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { tellBackendsChanged } from "./backends-channel.ts";
import { lockBackends } from "./lock-backends.ts";

/**
 * Puts a workspace's backends into this order.
 * @param options.ids every backend once
 * @throws GengaError `forbidden`; `conflict` when the workspace has other backends than these
 */
export async function orderBackends(
  services: Pick<Services, "database">,
  options: { userId: string; workspaceId: string; ids: readonly string[] },
): Promise<void> {
  const { database } = services;
  const { userId, workspaceId, ids } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  await database.$transaction(async (transaction) => {
    await lockBackends(transaction, { userId, workspaceId });
    const rows = await transaction.backend.findMany({
      where: { workspaceId },
      select: { id: true },
    });
    const named = new Set(ids);
    const isWhole =
      named.size === ids.length &&
      rows.length === named.size &&
      rows.every(({ id }) => named.has(id));
    if (!isWhole) throw othersNow();
    await transaction.$executeRaw`
      UPDATE "Backend" b SET "position" = o."place"::int - 1
      FROM unnest(${[...ids]}::text[]) WITH ORDINALITY AS o("id", "place")
      WHERE b."workspaceId" = ${workspaceId} AND b."id" = o."id"`;
    await tellBackendsChanged(transaction, workspaceId);
    await tellTakesChanged(transaction);
  }, TRANSACTION_TIMES);
}

function othersNow(): GengaError {
  return new GengaError(
    "conflict",
    "Somebody has added or removed a backend meanwhile, so the order was left as it was. Look at the list again and move it then.",
  );
}
