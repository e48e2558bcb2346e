import { randomUUID } from "node:crypto";
import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { AppAddress } from "#lib/backends/gradio/parse-app-address.ts";
import { BACKEND_LIMITS, type BackendView } from "#lib/core/backend-settings.ts";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import { GengaError } from "#lib/core/errors.ts";
import { TRANSACTION_TIMES, type Transaction } from "#lib/db/client.ts";
import type { Services } from "../services.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { addressOfSpace } from "./address-of-space.ts";
import { appAt } from "./app-at.ts";
import { cleanBackendName, requireFreeName } from "./backend-names.ts";
import type { BackendCreationBody } from "./backend-requests.ts";
import { backendViewOf } from "./backend-view-of.ts";
import { tellBackendsChanged } from "./backends-channel.ts";
import { confirmedApp, type ConfirmedApp } from "./confirmed-app.ts";
import { lockBackends } from "./lock-backends.ts";
import { sealedSecrets, type SealedSecrets } from "./sealed-secrets.ts";

/**
 * Adds a backend to a workspace, last in its order. The app is read again: what the browser believes of it doesn't
 * count.
 * @throws GengaError `not-found`, `forbidden`; `invalid` when the app can't be read or isn't as confirmed; `conflict`
 * when the name is taken; `limit`
 */
export async function createBackend(
  services: Pick<Services, "database" | "appReader" | "sealer">,
  options: {
    userId: string;
    workspaceId: string;
    creation: BackendCreationBody;
    signal: AbortSignal;
  },
): Promise<BackendView> {
  const { database } = services;
  const { userId, workspaceId, creation } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  const name = cleanBackendName(creation.name);
  // Nobody waits two minutes for a Space to hear this after it.
  await requireRoom(database, { workspaceId, name });
  const id = randomUUID();
  const added = await readFields(services, { ...options, id });
  const row = await database.$transaction(async (transaction) => {
    await lockBackends(transaction, { userId, workspaceId });
    const { position } = await requireRoom(transaction, { workspaceId, name });
    await tellBackendsChanged(transaction, workspaceId);
    await tellTakesChanged(transaction);
    return transaction.backend.create({
      data: { ...added, workspaceId, id, name, position, createdBy: userId },
    });
  }, TRANSACTION_TIMES);
  return backendViewOf(row);
}

type ReadFields = ConfirmedApp &
  SealedSecrets & { readonly address: AppAddress; readonly health: BackendHealth };

async function readFields(
  { appReader, sealer }: Pick<Services, "appReader" | "sealer">,
  options: {
    userId: string;
    workspaceId: string;
    id: string;
    creation: BackendCreationBody;
    signal: AbortSignal;
  },
): Promise<ReadFields> {
  const { userId, workspaceId, id, creation, signal } = options;
  const { address, token, login } = appAt(creation);
  const app = await appReader.read({ address, token, login }, { userId, signal });
  return {
    ...confirmedApp(app, creation),
    address: addressOfSpace(address, app),
    ...sealedSecrets(sealer, { workspaceId, backendId: id, token, login }),
    health: { state: "running", problem: null, checkedAt: new Date().toISOString() },
  };
}

/** @throws GengaError `conflict`, `limit` */
async function requireRoom(
  database: Transaction,
  wanted: { workspaceId: string; name: string },
): Promise<{ position: number }> {
  const rows = await database.backend.findMany({
    where: { workspaceId: wanted.workspaceId },
    select: { name: true, position: true },
  });
  if (rows.length >= BACKEND_LIMITS.perWorkspace) {
    throw new GengaError(
      "limit",
      `A workspace holds at most ${BACKEND_LIMITS.perWorkspace} backends. Nothing was added. Remove one that you no longer need and try again.`,
    );
  }
  requireFreeName(
    wanted.name,
    rows.map(({ name }) => name),
  );
  return { position: Math.max(-1, ...rows.map(({ position }) => position)) + 1 };
}
