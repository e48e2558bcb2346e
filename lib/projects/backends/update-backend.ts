import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { BackendView } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";
import { paramsSchema } from "#lib/core/segment.ts";
import { TRANSACTION_TIMES, type Transaction } from "#lib/db/client.ts";
import type { Services } from "../services.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { addressOfSpace } from "./address-of-space.ts";
import { cleanBackendName, requireFreeName } from "./backend-names.ts";
import { backendNotFound } from "./backend-not-found.ts";
import type { BackendPatchBody } from "./backend-requests.ts";
import { backendViewOf } from "./backend-view-of.ts";
import { tellBackendsChanged } from "./backends-channel.ts";
import { confirmedAgain } from "./confirmed-app.ts";
import { checkedDefaults, fittingDefaults } from "./default-params.ts";
import { lockBackends } from "./lock-backends.ts";
import { noteHealth } from "./note-health.ts";
import { describedAppOf, savedBackendOf } from "./read-saved-backends.ts";
import { sealedSecrets } from "./sealed-secrets.ts";

/**
 * Changes what a patch names of a backend, and leaves the rest as others have set it meanwhile. For a new mapping the
 * app is read again, with the new token or password where the patch has one.
 * @throws GengaError `not-found`, `forbidden`; `invalid` when something doesn't fit the app; `conflict` when the name
 * is taken
 */
export async function updateBackend(
  services: Pick<Services, "database" | "appReader" | "sealer">,
  options: {
    userId: string;
    workspaceId: string;
    backendId: string;
    patch: BackendPatchBody;
    signal: AbortSignal;
  },
): Promise<BackendView> {
  const { database, appReader, sealer } = services;
  const { userId, workspaceId, backendId, patch, signal } = options;
  const { token, login, isEnabled, helps, concurrency } = patch;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  const name = patch.name === undefined ? undefined : cleanBackendName(patch.name);
  const where = { workspaceId_id: { workspaceId, id: backendId } };
  const row = await database.backend.findUnique({ where });
  if (!row) throw backendNotFound();
  const saved = savedBackendOf(row);
  if (saved.address.kind === "local" && (token || login || patch.mapping)) throw localIsKnown();
  const secrets = sealedSecrets(sealer, { workspaceId, backendId, token, login });
  const { mapping } = patch;
  const app = mapping && (await appReader.readSaved({ ...saved, ...secrets }, { userId, signal }));
  const remapped = app && {
    ...confirmedAgain(app, { before: saved.mapping, mapping }),
    address: addressOfSpace(saved.address, app),
  };
  const updated = await database.$transaction(async (transaction) => {
    await lockBackends(transaction, { userId, workspaceId });
    const rows = await transaction.backend.findMany({ where: { workspaceId } });
    const now = rows.find(({ id }) => id === backendId);
    if (!now) throw backendNotFound();
    const others = rows.filter((one) => one !== now);
    if (name !== undefined)
      requireFreeName(
        name,
        others.map((one) => one.name),
      );
    const described = describedAppOf(now);
    const { params: specs, version } = remapped?.description ?? described;
    const params = patch.params
      ? checkedDefaults(specs, patch.params)
      : fittingDefaults(specs, paramsSchema.parse(now.params));
    await transaction.backend.update({
      where,
      data: {
        params,
        ...secrets,
        ...remapped,
        ...(name !== undefined && { name }),
        ...(isEnabled !== undefined && { isEnabled }),
        ...(helps !== undefined && { helps }),
        ...(concurrency !== undefined && { concurrency }),
        // Filled in another way, an app takes another time.
        ...(version !== described.version && { meanDrawMs: null }),
      },
    });
    if (Object.keys(secrets).length > 0) await forgetCondition(transaction, options);
    if (remapped) {
      const health = { state: "running", problem: null } as const;
      await noteHealth(transaction, { workspaceId, backendId, health });
    }
    await tellBackendsChanged(transaction, workspaceId);
    await tellTakesChanged(transaction);
    return transaction.backend.findUniqueOrThrow({ where });
  }, TRANSACTION_TIMES);
  return backendViewOf(updated);
}

/** With another token it is somebody else who asks: neither a quota nor a refusal says anything of them. */
async function forgetCondition(
  transaction: Transaction,
  { workspaceId, backendId }: { workspaceId: string; backendId: string },
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Backend" SET "health" = NULL, "pausedUntil" = NULL, "pauseError" = NULL
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${backendId}`;
}

function localIsKnown(): GengaError {
  return new GengaError(
    "invalid",
    "Genga knows how to ask the local in-betweener, and its way in. Nothing was changed.",
  );
}
