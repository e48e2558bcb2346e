import type { LocalBackendView } from "#lib/core/local-backend.ts";
import { requestJson } from "./request-json.ts";

/** Every function here throws a `GengaError`: the server's own, or `unavailable` when it can't be reached. */
export function getLocalBackend(workspaceId: string): Promise<LocalBackendView> {
  return requestJson({ method: "GET", url: urlOf(workspaceId) });
}

/**
 * Installs and starts the local in-betweener and adds it to the workspace's backends; what is there already stays. The
 * answer comes before it is done: ask for the status from time to time.
 */
export function setUpLocalBackend(workspaceId: string): Promise<LocalBackendView> {
  return requestJson({ method: "POST", url: urlOf(workspaceId), body: { action: "set-up" } });
}

/** Goes on with what failed. */
export function retryLocalBackend(workspaceId: string): Promise<LocalBackendView> {
  return requestJson({ method: "POST", url: urlOf(workspaceId), body: { action: "retry" } });
}

/**
 * Takes it from the workspace's backends, and from the machine when no other workspace has it. What it has drawn
 * stays.
 */
export function removeLocalBackend(workspaceId: string): Promise<LocalBackendView> {
  return requestJson({ method: "DELETE", url: urlOf(workspaceId) });
}

function urlOf(workspaceId: string): string {
  return `/api/workspaces/${encodeURIComponent(workspaceId)}/local-backend`;
}
