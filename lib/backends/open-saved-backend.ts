import { asBackendError } from "./gradio/as-backend-error.ts";
import { createGradioBackend } from "./gradio/create-gradio-backend.ts";
import type { BackendReach } from "./backend-reach.ts";
import type { BackendError } from "./backend-error.ts";
import type { InBetweenBackend } from "./in-between-backend.ts";
import type { SavedBackend } from "./saved-backend.ts";

/**
 * A saved backend, ready to draw. Its address and secrets are looked up for each drawing.
 * @param options.onFailure told of each drawing that failed, before the caller is
 */
export function openSavedBackend(options: {
  saved: SavedBackend;
  reach: BackendReach;
  onFailure: (error: BackendError) => Promise<void>;
}): InBetweenBackend {
  const { saved, reach, onFailure } = options;
  const { description, mapping } = saved;
  return {
    description,
    isTrusted: false,
    async draw(request) {
      try {
        const reached = await reach.reach(saved);
        return await createGradioBackend({ ...reached, description, mapping }).draw(request);
      } catch (error) {
        const failure = asBackendError(error, request.signal);
        await onFailure(failure);
        throw failure;
      }
    },
  };
}
