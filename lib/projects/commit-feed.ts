import type { CommittedChange } from "#lib/realtime/protocol.ts";

type Listener = (projectId: string, committed: CommittedChange) => void;

/** Tells the rooms of this process of a commit made in it, sooner than the database's notice comes round. */
export type CommitFeed = {
  publish: Listener;
  /** Gives the function that ends it. */
  subscribe(listener: Listener): () => void;
};

export function createCommitFeed(): CommitFeed {
  const listeners = new Set<Listener>();
  return {
    publish: (projectId, committed) => {
      for (const listener of listeners) listener(projectId, committed);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
