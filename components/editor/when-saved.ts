import type { ProjectStore } from "#lib/realtime/browser/project-state.ts";

/** Longer than a healthy commit by far; after it the person's wish is carried out with what the server has. */
const PATIENCE_MS = 5_000;

/**
 * Waits until the server has every edit made so far, so that what is asked of it next sees them: edits go over the
 * socket, requests do not.
 */
export function whenSaved(store: ProjectStore): Promise<void> {
  const isSaved = () => {
    const { pendingCount, connection } = store.getState();
    return pendingCount === 0 || connection !== "live";
  };
  if (isSaved()) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, PATIENCE_MS);
    const unsubscribe = store.subscribe(() => {
      if (isSaved()) finish();
    });
  });
}
