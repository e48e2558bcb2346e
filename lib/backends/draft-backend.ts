import { rm } from "node:fs/promises";
import { isGengaError } from "#lib/core/errors.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { BackendError } from "./backend-error.ts";
import { DRAFT_DESCRIPTION } from "./draft-description.ts";
import type { DrawRequest, InBetweenBackend } from "./in-between-backend.ts";

/** The built-in backend: draws on this machine and encodes in the house format. */
export function createDraftBackend(): InBetweenBackend {
  return {
    description: DRAFT_DESCRIPTION,
    isTrusted: true,
    async draw(request) {
      const { outputPath, recipe, signal } = request;
      const { width, height, frames, frameRate } = recipe.asked;
      try {
        await encodeClip({
          frames: dissolve(request),
          frameCount: frames,
          width,
          height,
          frameRate,
          outputPath,
          signal,
        });
        return { notes: [] };
      } catch (error) {
        await rm(outputPath, { force: true });
        throw asBackendError(error, signal);
      }
    },
  };
}

async function* dissolve(request: DrawRequest): AsyncGenerator<RawFrame> {
  const { from, to, recipe, onProgress } = request;
  const { frames } = recipe.asked;
  for (let index = 0; index < frames; index += 1) {
    const t = index / frames;
    const data = new Uint8Array(from.data.length);
    for (let at = 0; at < data.length; at += 1) {
      data[at] = (from.data[at] ?? 0) * (1 - t) + (to.data[at] ?? 0) * t;
    }
    yield { width: from.width, height: from.height, data };
    const detail = `Drawing ${index + 1} of ${frames}`;
    onProgress({ fraction: (index + 1) / frames, detail, queuePosition: null, etaSeconds: null });
  }
}

function asBackendError(error: unknown, signal: AbortSignal): BackendError {
  if (error instanceof BackendError) return error;
  if (signal.aborted) {
    return new BackendError("cancelled", "The drawing was stopped.", { cause: error });
  }
  if (isGengaError(error) && (error.code === "limit" || error.code === "unavailable")) {
    return new BackendError("rejected", error.userMessage, { cause: error });
  }
  return new BackendError(
    "broken",
    "The draft could not be drawn. Your drawings and other takes are safe. Try it again; the log has the rest.",
    { cause: error },
  );
}
