import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Transaction } from "#lib/db/client.ts";

/**
 * Bounds what is under way in one project. The caller holds the project's row, so that two can't pass at once.
 * @param options.wanted takes that would be added
 * @throws GengaError `limit`
 */
export async function refuseTooManyTakes(
  transaction: Transaction,
  options: { projectId: string; wanted: number },
): Promise<void> {
  const { projectId, wanted } = options;
  if (wanted === 0) return;
  const underWay = await transaction.take.count({
    where: { projectId, state: { in: ["queued", "running", "waiting"] } },
  });
  if (underWay + wanted > LIMITS.takesPerRequest) {
    throw new GengaError(
      "limit",
      "Too many takes are waiting in this project already. Nothing was added. Wait for some of them or cancel them.",
    );
  }
}
