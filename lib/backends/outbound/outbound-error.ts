/**
 * Why a request that Genga made ended without a whole answer.
 *
 * | reason | meaning |
 * |---|---|
 * | forbidden | the address, or where it redirects, is not one that Genga asks; nothing was sent there |
 * | connection | no connection, or it broke; deliberately one reason for refused, unresolved and reset |
 * | timeout | the answer or its next piece took too long |
 * | too-large | the body, or the head before it, is or claims to be longer than was asked for |
 */
export type OutboundReason = "forbidden" | "connection" | "timeout" | "too-large";

/** For the log and for classification only; what the person reads is made by the backend. */
export class OutboundError extends Error {
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "OutboundError";
    this.reason = reason;
  }
}

/** Any failure of a request as an OutboundError; one that is one already stays as it is. */
export function asOutboundError(error: unknown): OutboundError {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if (at instanceof OutboundError) return at;
    if ("code" in at && at.code === "UND_ERR_HEADERS_OVERFLOW")
      return new OutboundError("too-large", "too many headers", { cause: error });
    at = at.cause;
  }
  const name = error instanceof Error ? error.name : "";
  const reason = /Timeout/.test(name) ? "timeout" : "connection";
  return new OutboundError(reason, "the request did not complete", { cause: error });
}
