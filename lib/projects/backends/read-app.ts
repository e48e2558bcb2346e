import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { endpointChoices } from "#lib/backends/gradio/endpoint-choices.ts";
import { isToonCrafter } from "#lib/backends/gradio/toon-crafter.ts";
import type { BackendAddress } from "#lib/backends/saved-backend.ts";
import type { AppReading } from "#lib/core/backend-settings.ts";
import type { Services } from "../services.ts";
import { appAt } from "./app-at.ts";
import { suggestBackendName } from "./backend-names.ts";
import { backendNotFound } from "./backend-not-found.ts";
import type { AppReadBody } from "./backend-requests.ts";
import { addressViewOf } from "./backend-view-of.ts";
import { savedBackendOf } from "./read-saved-backends.ts";

/**
 * Reads what an app can do, for a person to look at and confirm; nothing is kept. A Space that is asleep is woken.
 * @throws GengaError `not-found`, `forbidden`; `invalid` with the reason when it can't be read; `conflict` when too
 * many are being read for this person
 */
export async function readApp(
  services: Pick<Services, "database" | "appReader">,
  options: { userId: string; workspaceId: string; request: AppReadBody; signal: AbortSignal },
): Promise<AppReading> {
  const { database, appReader } = services;
  const { userId, workspaceId, request, signal } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  const rows = await database.backend.findMany({ where: { workspaceId } });
  const asking = { userId, signal };
  if ("backendId" in request) {
    const row = rows.find(({ id }) => id === request.backendId);
    if (!row) throw backendNotFound();
    const saved = savedBackendOf(row);
    const app = await appReader.readSaved(saved, asking);
    return readingOf(app, { address: saved.address, suggestedName: row.name });
  }
  const named = appAt(request);
  const app = await appReader.read(named, asking);
  const wished = isToonCrafter(app) ? "ToonCrafter" : nameOf(named.address);
  const others = rows.map(({ name }) => name);
  const suggestedName = suggestBackendName(wished, others);
  return readingOf(app, { address: named.address, suggestedName });
}

function readingOf(
  app: Parameters<typeof endpointChoices>[0],
  found: { address: BackendAddress; suggestedName: string },
): AppReading {
  return {
    address: addressViewOf(found.address),
    gradioVersion: app.version.slice(0, 40),
    isToonCrafter: isToonCrafter(app),
    suggestedName: found.suggestedName,
    ...endpointChoices(app),
  };
}

/** `owner/wan-first-last` is called by its second half, another server by its host. */
function nameOf(address: ReturnType<typeof appAt>["address"]): string {
  if (address.kind === "url") return new URL(address.baseUrl).host;
  return (address.spaceId.split("/")[1] ?? "").replace(/[-_.]+/g, " ");
}
