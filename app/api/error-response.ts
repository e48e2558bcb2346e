import { isGengaError, type ErrorCode } from "#lib/core/errors.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { log } from "#lib/log.ts";

const STATUS: Readonly<Record<ErrorCode, number>> = {
  "not-found": 404,
  "signed-out": 401,
  forbidden: 403,
  invalid: 400,
  "image-rejected": 422,
  "original-rejected": 422,
  limit: 413,
  conflict: 409,
  cancelled: 409,
  unavailable: 503,
  internal: 500,
};

/** `{code, message}` for the person; what is no error of ours goes to the log and says no more than that. */
export function errorResponse(error: unknown, request: Request): Response {
  // Nobody reads the answer: the browser has left, in the middle of an upload for example.
  if (request.signal.aborted) return new Response(null, { status: 499 });
  const known = isGengaError(error) ? error : asUnavailable(error);
  const { code, userMessage } = known ?? {
    code: "internal" as const,
    userMessage:
      "Something went wrong in Genga itself. What was saved is safe. Try again; if it stays so, look into the log.",
  };
  if (STATUS[code] >= 500) {
    log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, code);
  }
  const headers = { "cache-control": "private, no-store" };
  return Response.json({ code, message: userMessage }, { status: STATUS[code], headers });
}
