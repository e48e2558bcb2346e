import { BackendError } from "../backend-error.ts";
import { OutboundError } from "../outbound/outbound-error.ts";

/**
 * Whatever went wrong on the way to a backend, as a BackendError. Refused, unresolved, reset and too slow read alike:
 * an address is no means to learn what runs in somebody's network.
 */
export function asBackendError(error: unknown, signal: AbortSignal): BackendError {
  if (signal.aborted)
    return new BackendError("cancelled", "The drawing was stopped.", { cause: error });
  if (error instanceof BackendError) return error;
  if (error instanceof OutboundError) {
    const log = `${error.reason}: ${error.message}`;
    switch (error.reason) {
      case "forbidden":
        return new BackendError(
          "rejected",
          "Genga may not ask the backend's address, or where it leads. It takes public addresses that begin with https; whoever runs this installation can also allow ones in its own network.",
          { log, cause: error },
        );
      case "too-large":
        return new BackendError(
          "broken",
          "The backend sent more than a drawing can need, so Genga stopped reading. Your drawings and other takes are safe. Try it again, or use another backend.",
          { log, cause: error },
        );
      case "connection":
      case "timeout":
        return new BackendError(
          "transport",
          "Genga has no connection to the backend, or lost it. The take tries again by itself. If it stays so, check the backend's address and that it runs.",
          { log, cause: error },
        );
    }
  }
  if (isDiskFull(error))
    return new BackendError(
      "rejected",
      "Genga's disk is full, so the video could not be kept. Your drawings and other takes are safe. Free some space, then try it again.",
      { cause: error },
    );
  return new BackendError(
    "broken",
    "Genga could not finish this drawing. Your drawings and other takes are safe. Try it again; the log has the rest.",
    { cause: error },
  );
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(ENOSPC|EDQUOT)$/.test(String(error.code));
}
