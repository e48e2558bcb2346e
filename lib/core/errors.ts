/** Every way in which Genga refuses or fails, closed so that each caller can decide by code, never by text. */
export const ERROR_CODES = [
  /** The record is not there, or the person may not know whether it is. */
  "not-found",
  /** Not signed in, or the session has ended. */
  "signed-out",
  /** Signed in and allowed to see it, but not to do this. */
  "forbidden",
  /** The input is malformed or breaks a rule of the records; the user must change it. */
  "invalid",
  /** An image that can't become a keyframe; the user text says why. */
  "image-rejected",
  /** What a backend gave is not a video that can be used. */
  "original-rejected",
  /** A limit of the installation is reached (bytes, pixels, keyframes, disk). */
  "limit",
  /** The state has moved on (for example the take is no longer queued). */
  "conflict",
  /** The work was stopped because somebody asked for it. */
  "cancelled",
  /** A part that Genga needs is away for now (database, disk, worker). */
  "unavailable",
  /** A bug of ours; the log has the rest. */
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * The one error class. `message` is for the log; `userMessage` is for the person and says what happened, what is safe
 * and what to do next.
 */
export class GengaError extends Error {
  readonly code: ErrorCode;
  readonly userMessage: string;

  constructor(code: ErrorCode, userMessage: string, options?: { log?: string; cause?: unknown }) {
    super(
      options?.log ?? userMessage,
      options?.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "GengaError";
    this.code = code;
    this.userMessage = userMessage;
  }
}

/** Whether it is ours, by name: the web server and its bundled routes each hold a copy of the class. */
export function isGengaError(error: unknown): error is GengaError {
  return error instanceof Error && error.name === "GengaError" && "userMessage" in error;
}
