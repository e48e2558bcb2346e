import { ERROR_CODES, GengaError, type ErrorCode } from "#lib/core/errors.ts";

/** An answer of the API can't take longer: what lasts is a job, not a request. */
const TIMEOUT_MS = 60_000;

/**
 * One call of the HTTP API.
 * @returns the JSON of the answer, trusted to have its route's form because the page and the server are one build;
 *   undefined when the answer is empty.
 * @throws GengaError the server's refusal, or `unavailable` when there is no answer.
 */
export async function requestJson<T>(options: {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  body?: unknown;
  /** For the few answers that wait for somebody else's server. */
  timeoutMs?: number;
  /** Gives up early; the call then throws as if there were no answer. */
  signal?: AbortSignal;
}): Promise<T> {
  const { method, url, body, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const init: RequestInit = { method, signal };
  // These always say JSON: the server refuses what a foreign form could send.
  if (method === "POST" || method === "PATCH") {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body ?? {});
  }
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, init);
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new GengaError(
      "unavailable",
      "Genga can't be reached. Nothing was changed. Check the connection and try again.",
      { cause },
    );
  }
  if (status >= 200 && status < 300) return (text === "" ? undefined : JSON.parse(text)) as T;
  throw errorFromAnswer(status, text);
}

/** The error that an answer of the API carries; one of ours by the status when something in between answered. */
export function errorFromAnswer(status: number, text: string): GengaError {
  const { code, message } = readError(text);
  if (code !== null && message !== null) return new GengaError(code, message);
  if (status === 401) return new GengaError("signed-out", "You are signed out. Sign in again.");
  if (status === 413) return new GengaError("limit", "The file is too large. Nothing was changed.");
  return new GengaError(
    status >= 500 ? "unavailable" : "invalid",
    `Genga answered with an error (${String(status)}). Nothing was changed. Try again.`,
  );
}

function readError(text: string): { code: ErrorCode | null; message: string | null } {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null) return { code: null, message: null };
    const code = "code" in answer ? ERROR_CODES.find((known) => known === answer.code) : undefined;
    const message = "message" in answer ? answer.message : null;
    return { code: code ?? null, message: typeof message === "string" ? message : null };
  } catch {
    return { code: null, message: null };
  }
}
