import { useEffect, useState } from "react";
import { createProjectStore } from "./project-store.ts";
import type { ProjectStore } from "./project-state.ts";

/** The project's live state for as long as the component is there. Another `projectId` needs another `key`. */
export function useProjectStore(projectId: string): ProjectStore {
  const [store] = useState(() => createProjectStore(projectId));
  useEffect(() => {
    store.connect();
    return () => {
      store.close();
    };
  }, [store]);
  return store;
}
