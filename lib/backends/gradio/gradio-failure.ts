import { BackendError } from "../backend-error.ts";
import { plainLine } from "./plain-line.ts";
import { zeroGpuFailure } from "./zero-gpu-failure.ts";

/**
 * What a Gradio server said when a job failed, as a class that decides what happens next. What isn't known fails the
 * take with the server's own words.
 */
export function gradioFailure(options: {
  message: string | null;
  title?: string | null;
  now: Date;
}): BackendError {
  const { now } = options;
  const message = plainLine(options.message ?? "", 600);
  const title = options.title ?? null;
  const shared = zeroGpuFailure({ message: options.message ?? "", title, now });
  if (shared) return shared;
  const log = `Gradio: ${plainLine(title ?? "")} ${message}`;
  if (/Queue is (full|stopped)|application is currently busy|too many requests/i.test(message))
    return new BackendError(
      "busy",
      "The backend's queue is full. The take tries again by itself.",
      { log },
    );
  if (/out of memory|CUDA_ERROR_OUT_OF_MEMORY/i.test(message))
    return new BackendError(
      "broken",
      "The backend ran out of GPU memory. Your drawings and other takes are safe. Try it again when less else runs there, or use another backend.",
      { log },
    );
  if (/session (was )?not found|connection errored out|server stopped/i.test(message))
    return new BackendError(
      "transport",
      "The backend was started anew while it drew. The take tries again by itself.",
      { log },
    );
  const words = message === "" ? " and didn't say why" : `: “${plainLine(message)}”`;
  return new BackendError(
    "broken",
    `The backend could not draw this take${words}. Your drawings and other takes are safe. Check the settings and try it again, or use another backend.`,
    { log },
  );
}
