import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import type { TakeServices } from "../take-services.ts";
import type { TrialName } from "./read-trial.ts";
import { trialNotFound } from "./trial-status.ts";

/**
 * Takes a trial away. One that is under way is called off at its backend too, as far as that listens.
 * @throws GengaError `not-found`, `forbidden`
 */
export async function cancelTrial(
  { database, queue }: Pick<TakeServices, "database" | "queue">,
  options: { userId: string } & TrialName,
): Promise<void> {
  const { userId, workspaceId, backendId, trialId } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.backendTrial.deleteMany({
      where: { workspaceId, backendId, id: trialId },
    });
    if (count === 0) throw trialNotFound();
    await queue.cancel("try-backend", [trialId], transaction);
  }, TRANSACTION_TIMES);
}
