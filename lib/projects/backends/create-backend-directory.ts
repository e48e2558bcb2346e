import type { BackendDirectory } from "#lib/backends/backend-directory.ts";
import { BackendError } from "#lib/backends/backend-error.ts";
import { createBackendReach, type BackendReachOptions } from "#lib/backends/backend-reach.ts";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";
import { AppChanged } from "#lib/backends/gradio/check-mapping.ts";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { openSavedBackend } from "#lib/backends/open-saved-backend.ts";
import type { SavedBackend } from "#lib/backends/saved-backend.ts";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { isStillSaved } from "./is-still-saved.ts";
import { noteHealth } from "./note-health.ts";
import { savedBackendOf } from "./read-saved-backends.ts";

/** The backends of every workspace, as the database has them at the time, and the built-in draft. */
export function createBackendDirectory(
  options: { database: Database } & BackendReachOptions,
): BackendDirectory {
  const { database } = options;
  const draft = createDraftBackend();
  const reach = createBackendReach(options);
  return {
    async find({ workspaceId, backendId, isTrial = false }) {
      if (backendId === draft.description.id) return draft;
      const row = await database.backend.findUnique({
        where: { workspaceId_id: { workspaceId, id: backendId } },
      });
      if (!row) return null;
      const saved = savedBackendOf(row);
      const opened = openSavedBackend({
        saved,
        reach,
        onFailure: (error) => tellFailure(database, { saved, error }),
      });
      if (saved.isEnabled || isTrial) return opened;
      const { description, isTrusted } = opened;
      return { description, isTrusted, draw: refuseToDraw };
    },
  };
}

const refuseToDraw: InBetweenBackend["draw"] = async () => {
  throw new BackendError(
    "paused",
    "This backend is switched off. Your drawings and takes are safe. Switch it on in the workspace's backends, or choose another one.",
  );
};

/** What a failed drawing tells of the backend itself, and not of this one drawing. */
function healthAfter(error: BackendError): Pick<BackendHealth, "state" | "problem"> | null {
  const problem = error.userMessage;
  if (error instanceof AppChanged) return { state: "changed", problem };
  if (error.errorClass === "paused") return { state: "paused", problem };
  if (error.errorClass === "asleep") return { state: "asleep", problem };
  return null;
}

/** Notes what a failure tells of the backend. @returns the failure as it is for what was drawn */
async function tellFailure(
  database: Database,
  { saved, error }: { saved: SavedBackend; error: BackendError },
): Promise<BackendError> {
  const health = healthAfter(error);
  const { workspaceId, id: backendId } = saved;
  try {
    if (isOfSettings(error) && !(await isStillSaved(database, saved))) return setOtherwise();
    if (health) await noteHealth(database, { workspaceId, backendId, health });
  } catch (late) {
    // It is found out again by the next look.
    log.debug({ err: late }, "a backend's health could not be noted");
  }
  return error;
}

/** Whether another mapping, token or login may end it: the app has changed, lets nobody in, or asks for quota. */
function isOfSettings({ errorClass }: BackendError): boolean {
  return errorClass === "rejected" || errorClass === "quota";
}

function setOtherwise(): BackendError {
  return new BackendError(
    "busy",
    "The backend was given other settings while it was asked. The take tries again by itself.",
    { log: "other settings meanwhile", retryAt: new Date() },
  );
}
