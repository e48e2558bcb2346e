import type {
  AppReading,
  AppReadRequest,
  BackendCreation,
  BackendList,
  BackendPatch,
  BackendView,
  TrialStatus,
} from "#lib/core/backend-settings.ts";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import { requestJson } from "./request-json.ts";

/** A Space that is asleep is waited for up to two minutes before it is read. */
const READ_TIMEOUT_MS = 200_000;

/** Every function here throws a `GengaError`: the server's own, or `unavailable` when it can't be reached. */
export function listBackends(workspaceId: string): Promise<BackendList> {
  return requestJson({ method: "GET", url: backendsUrl(workspaceId) });
}

/** Looks what an app can do; wakes a Space that is asleep, which may take two minutes. */
export function readApp(
  workspaceId: string,
  request: AppReadRequest,
  signal?: AbortSignal,
): Promise<AppReading> {
  const url = `${backendsUrl(workspaceId)}/read`;
  const timeoutMs = READ_TIMEOUT_MS;
  return requestJson({ method: "POST", url, body: request, timeoutMs, ...(signal && { signal }) });
}

/** Adds a backend, last in the order. The app is read again, so this can take as long as `readApp`. */
export function createBackend(
  workspaceId: string,
  creation: BackendCreation,
): Promise<BackendView> {
  const url = backendsUrl(workspaceId);
  return requestJson({ method: "POST", url, body: creation, timeoutMs: READ_TIMEOUT_MS });
}

/** Sets the workspace's order. `ids` names every backend once. */
export function orderBackends(workspaceId: string, ids: readonly string[]): Promise<void> {
  return requestJson({ method: "POST", url: `${backendsUrl(workspaceId)}/order`, body: { ids } });
}

export function updateBackend(
  workspaceId: string,
  backendId: string,
  patch: BackendPatch,
): Promise<BackendView> {
  const url = backendUrl(workspaceId, backendId);
  return requestJson({ method: "PATCH", url, body: patch, timeoutMs: READ_TIMEOUT_MS });
}

/** Takes that it has drawn stay. */
export function deleteBackend(workspaceId: string, backendId: string): Promise<void> {
  return requestJson({ method: "DELETE", url: backendUrl(workspaceId, backendId) });
}

/** Looks how it is, without waking it. */
export function checkBackend(
  workspaceId: string,
  backendId: string,
): Promise<{ readonly health: BackendHealth }> {
  return requestJson({ method: "POST", url: `${backendUrl(workspaceId, backendId)}/check` });
}

/** Lets it draw between two built-in drawings; while one such trial runs, gives that. */
export function startTrial(
  workspaceId: string,
  backendId: string,
): Promise<{ readonly trialId: string }> {
  return requestJson({ method: "POST", url: `${backendUrl(workspaceId, backendId)}/trials` });
}

type Trial = {
  readonly workspaceId: string;
  readonly backendId: string;
  readonly trialId: string;
};

export function readTrial(trial: Trial): Promise<TrialStatus> {
  return requestJson({ method: "GET", url: trialUrl(trial) });
}

/** Calls a trial off; nothing of it is kept. */
export function cancelTrial(trial: Trial): Promise<void> {
  return requestJson({ method: "DELETE", url: trialUrl(trial) });
}

/** The video of a trial that is ready: an MP4 in the house format, of which byte ranges are served. */
export function trialVideoUrl(trial: Trial): string {
  return `${trialUrl(trial)}/video`;
}

function backendsUrl(workspaceId: string): string {
  return `/api/workspaces/${encodeURIComponent(workspaceId)}/backends`;
}

function backendUrl(workspaceId: string, backendId: string): string {
  return `${backendsUrl(workspaceId)}/${encodeURIComponent(backendId)}`;
}

function trialUrl({ workspaceId, backendId, trialId }: Trial): string {
  return `${backendUrl(workspaceId, backendId)}/trials/${encodeURIComponent(trialId)}`;
}
