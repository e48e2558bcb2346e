import type { InBetweenBackend } from "./in-between-backend.ts";

/** Finds what draws. Asked anew for each drawing, because a backend's settings may have changed since the last. */
export type BackendDirectory = {
  /** Null when the workspace has no such backend (any more). The built-in draft is in every workspace. */
  find(key: { workspaceId: string; backendId: string }): Promise<InBetweenBackend | null>;
};
