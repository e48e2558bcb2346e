import { asBackendError } from "./gradio/as-backend-error.ts";
import { createGradioBackend } from "./gradio/create-gradio-backend.ts";
import type { BackendReach } from "./backend-reach.ts";
import type { BackendError } from "./backend-error.ts";
import type { DrawResult, InBetweenBackend } from "./in-between-backend.ts";
import type { Waiting } from "./read-local-server.ts";
import type { SavedBackend } from "./saved-backend.ts";

/**
 * A saved backend, ready to draw. Its address and secrets are looked up for each drawing.
 * @param options.onFailure told of each drawing that failed; what it gives is thrown
 */
export function openSavedBackend(options: {
  saved: SavedBackend;
  reach: BackendReach;
  onFailure: (error: BackendError) => Promise<BackendError>;
}): InBetweenBackend {
  const { saved, reach, onFailure } = options;
  const { description, mapping } = saved;
  const open = async (waiting: Waiting) =>
    createGradioBackend({ ...(await reach.reach(saved, waiting)), description, mapping });
  const told = async (signal: AbortSignal, draw: () => Promise<DrawResult>) => {
    try {
      return await draw();
    } catch (error) {
      throw await onFailure(asBackendError(error, signal));
    }
  };
  return {
    description,
    isTrusted: false,
    draw: (request) => told(request.signal, async () => (await open(request)).draw(request)),
    async prepare(request) {
      try {
        const prepared = await (await open(request)).prepare(request);
        return {
          draw: (rest) => told(rest.signal, () => prepared.draw(rest)),
          discard: () => prepared.discard(),
        };
      } catch (error) {
        throw asBackendError(error, request.signal);
      }
    },
  };
}
