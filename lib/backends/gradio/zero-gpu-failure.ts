import { BackendError } from "../backend-error.ts";
import { plainLine } from "./plain-line.ts";

/** No quota is empty for longer; a server that says more is not believed. */
const MAX_WAIT_MS = 3 * 24 * 3_600_000;
/** Clocks differ, and a try that comes a second too early costs another wait. */
const MARGIN_MS = 10_000;

/**
 * A refusal of Hugging Face's shared GPUs (ZeroGPU), or null when the text is none. Goes by the text first, because
 * the title is sometimes that of another message. Wordings: python package `spaces`, `zero/client.py`, old and new.
 */
export function zeroGpuFailure(options: {
  message: string;
  title: string | null;
  now: Date;
}): BackendError | null {
  const { now } = options;
  const message = plainLine(options.message, 2_000);
  const title = plainLine(options.title ?? "");
  const log = `ZeroGPU: ${message}`;
  // Before quota: this one arrives under the title of a quota, too.
  if (/No GPU (is currently|was) available/i.test(message) || /ZeroGPU queue timeout/i.test(title))
    return new BackendError(
      "busy",
      "No shared GPU was free at Hugging Face. The take tries again by itself.",
      { log },
    );
  if (/requested GPU duration .{0,40}larger than the maximum/i.test(message))
    return new BackendError(
      "rejected",
      "Hugging Face's shared GPUs don't allow as long a run as this app asks for. Add a Hugging Face token of a PRO account to the backend, or use another backend.",
      { log },
    );
  if (isQuota(message, title)) {
    const retryAt = retryTimeOf(message, now);
    const { requested } = figuresOf(message);
    return new BackendError("quota", quotaText(message), {
      log,
      ...(retryAt && { retryAt }),
      ...(requested && { quotaSecondsPerTake: Number(requested) }),
    });
  }
  if (/Expired ZeroGPU proxy token|GPU task aborted/i.test(message))
    return new BackendError(
      "busy",
      "Hugging Face's shared GPU gave the drawing up. The take tries again by itself.",
      { log },
    );
  if (/^ZeroGPU worker error/i.test(title))
    return new BackendError(
      "broken",
      `The app failed on Hugging Face's shared GPU${said(message)}. Your drawings and other takes are safe. Try it again, or use another backend.`,
      { log },
    );
  return null;
}

function isQuota(message: string, title: string): boolean {
  return (
    /exceeded your .{0,40}quota/i.test(message) ||
    /exceeded your ZeroGPU runs limit/i.test(message) ||
    /has reached its GPU limit/i.test(message) ||
    /^ZeroGPU (quota|pending credits) exceeded/i.test(title)
  );
}

/** Seconds of GPU time as the message gives them; older wordings name them the other way round. */
function figuresOf(message: string): { requested?: string | undefined; left?: string | undefined } {
  const now = /(\d{1,6})s requested vs\.? (\d{1,6})s left/i.exec(message);
  const old = /(\d{1,6})s left vs\.? (\d{1,6})s requested/i.exec(message);
  return { requested: now?.[1] ?? old?.[2], left: now?.[2] ?? old?.[1] };
}

function quotaText(message: string): string {
  const { requested, left } = figuresOf(message);
  const figures = requested && left ? `: a take asks for ${requested} s, ${left} s are left` : "";
  return `The GPU time at Hugging Face is used up${figures}. The take goes on by itself when there is more. A Hugging Face token of your own, or PRO, gives more.`;
}

function retryTimeOf(message: string, now: Date): Date | null {
  const found = /(?:try again|retry) in (?:(\d{1,4}) days?,? )?(\d{1,4}):(\d{2}):(\d{2})/i.exec(
    message,
  );
  if (!found) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const waitMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  return new Date(now.getTime() + Math.min(waitMs, MAX_WAIT_MS) + MARGIN_MS);
}

function said(message: string): string {
  return message === "" ? "" : `: “${plainLine(message)}”`;
}
