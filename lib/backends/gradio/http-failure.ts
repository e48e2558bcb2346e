import type { IncomingHttpHeaders } from "node:http";
import { BackendError } from "../backend-error.ts";
import { gradioFailure } from "./gradio-failure.ts";
import { plainLine } from "./plain-line.ts";

const MAX_RETRY_AFTER_MS = 3_600_000;

/** An HTTP answer that isn't the one that was hoped for, as a class that decides what happens next. */
export function httpFailure(options: {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** What was being done: "read the app", "send a drawing". */
  step: string;
  now: Date;
}): BackendError {
  const { status, headers, text, step, now } = options;
  const isHtml = /^\s*</.test(text);
  const log = `could not ${step}: ${status} ${isHtml ? "(HTML)" : plainLine(text)}`;
  const retryAt = retryAfter(headers, now);
  const fail = (errorClass: BackendError["errorClass"], userMessage: string) =>
    new BackendError(errorClass, userMessage, { log, ...(retryAt && { retryAt }) });
  if (status < 400)
    return fail(
      "broken",
      "The backend answered in a way that Genga doesn't understand. Your drawings and other takes are safe. Check its address, and that it is a Gradio app.",
    );
  if (status === 401 || status === 403)
    return fail(
      "rejected",
      "The backend doesn't let Genga in. Check its token, or its user name and password, in the backend's settings.",
    );
  if (status === 413)
    return fail(
      "rejected",
      "The backend doesn't take drawings as large as these. Make the project's frame smaller, or use another backend.",
    );
  // A server that was started anew knows nothing of the job.
  if (status === 404 && /session (was )?not found/i.test(text) && !isHtml)
    return gradioFailure({ message: detailOf(text), now });
  if (status === 404 || status === 410)
    return fail(
      "broken",
      `The backend has nothing at the address that Genga asked (could not ${step}). Check its address, that it still runs, and its token if it is private.`,
    );
  if (status === 429)
    return fail("busy", "The backend takes no more for now. The take tries again by itself.");
  if (status === 503 && isHtml)
    return fail("asleep", "The backend is asleep or starting. The take tries again by itself.");
  if (status >= 500 && !isHtml && /Queue is (full|stopped)|ZeroGPU|GPU/i.test(text))
    return gradioFailure({ message: detailOf(text), now });
  if (status >= 500)
    return fail(
      "transport",
      "The backend answered with an error of its own. The take tries again by itself.",
    );
  const words = isHtml || text === "" ? "" : `: “${detailOf(text)}”`;
  return fail(
    "rejected",
    `The backend refused what it was sent${words}. Your drawings and other takes are safe. Check the backend's settings.`,
  );
}

function detailOf(text: string): string {
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body === "object" && body !== null && "detail" in body)
      return plainLine(typeof body.detail === "string" ? body.detail : JSON.stringify(body.detail));
  } catch {
    // Plain text, then.
  }
  return plainLine(text);
}

/** `Retry-After` in seconds or as a date; a date is measured by the server's own clock. */
function retryAfter(headers: IncomingHttpHeaders, now: Date): Date | null {
  const header = headers["retry-after"];
  if (header === undefined) return null;
  const theirNow = Date.parse(headers.date ?? "");
  const waitMs = /^\d{1,9}$/.test(header)
    ? Number(header) * 1_000
    : Date.parse(header) - (Number.isNaN(theirNow) ? now.getTime() : theirNow);
  if (!(waitMs >= 0)) return null;
  return new Date(now.getTime() + Math.min(waitMs, MAX_RETRY_AFTER_MS));
}
