import type { InBetweenBackend } from "./in-between-backend.ts";

/** Finds what draws. Asked anew for each drawing, because a backend's settings may have changed since the last. */
export type BackendDirectory = {
  /**
   * Null when the workspace has no such backend (any more). The built-in draft is in every workspace. One that is
   * switched off is found and refuses to draw, but for a trial.
   */
  find(key: {
    workspaceId: string;
    backendId: string;
    isTrial?: boolean;
  }): Promise<InBetweenBackend | null>;
};
