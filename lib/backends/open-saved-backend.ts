import { isDeepStrictEqual } from "node:util";
import { asBackendError } from "./gradio/as-backend-error.ts";
import { createGradioBackend } from "./gradio/create-gradio-backend.ts";
import type { BackendReach, ReachedApp } from "./backend-reach.ts";
import type { BackendError } from "./backend-error.ts";
import type { DrawResult, InBetweenBackend } from "./in-between-backend.ts";
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
  const backendAt = (reached: ReachedApp) =>
    createGradioBackend({ ...reached, description, mapping });
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
    draw: (request) =>
      told(request.signal, async () => backendAt(await reach.reach(saved, request)).draw(request)),
    async prepare(request) {
      try {
        const reached = await reach.reach(saved, request);
        const prepared = await backendAt(reached).prepare(request);
        const draw = async (rest: Parameters<typeof prepared.draw>[0]) => {
          const now = await reach.reach(saved, rest);
          if (isDeepStrictEqual(now.address, reached.address)) return prepared.draw(rest);
          // The local one, started anew, has another port, and anybody may have its old one.
          await prepared.discard();
          return backendAt(now).draw({ ...request, ...rest });
        };
        return {
          draw: (rest) => told(rest.signal, () => draw(rest)),
          discard: () => prepared.discard(),
        };
      } catch (error) {
        throw asBackendError(error, request.signal);
      }
    },
  };
}
