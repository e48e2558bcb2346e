import { rm } from "node:fs/promises";
import { isGengaError } from "#lib/core/errors.ts";
import { drawDraft } from "#lib/media/draw-draft.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { BackendError } from "./backend-error.ts";
import { DRAFT_DESCRIPTION } from "./draft-description.ts";
import type { DrawProgress, InBetweenBackend } from "./in-between-backend.ts";

/** The built-in backend: draws on this machine and encodes in the house format. */
export function createDraftBackend(): InBetweenBackend {
  return {
    description: DRAFT_DESCRIPTION,
    isTrusted: true,
    async draw(request) {
      const { from, to, recipe, outputPath, onProgress, signal } = request;
      const { width, height, frames, frameRate } = recipe.asked;
      try {
        const draft = drawDraft({
          from,
          to,
          frames,
          seed: recipe.seed,
          onProgress: (fraction) => onProgress(progressAt(fraction, frames)),
          signal,
        });
        await encodeClip({
          frames: draft.frames,
          frameCount: frames,
          width,
          height,
          frameRate,
          outputPath,
          signal,
        });
        return { notes: draft.notes() };
      } catch (error) {
        await rm(outputPath, { force: true });
        throw asBackendError(error, signal);
      }
    },
  };
}

function progressAt(fraction: number, frames: number): DrawProgress {
  const detail = `Drawing ${Math.round(fraction * frames)} of ${frames}`;
  return { fraction, detail, queuePosition: null, etaSeconds: null };
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
