import type { BackendErrorClass } from "#lib/core/take.ts";

/**
 * How a backend fails. The class alone decides what happens next:
 *
 * | class | what Genga does |
 * |---|---|
 * | busy, asleep, transport | tries again by itself, with a growing pause, a few times |
 * | quota | waits until `retryAt` and goes on by itself |
 * | paused, rejected, broken | fails the take and says what to do |
 * | cancelled | cancels the take |
 */
export class BackendError extends Error {
  readonly errorClass: BackendErrorClass;
  /** What happened and what to do next, for the person. */
  readonly userMessage: string;
  /** When it is worth trying again; null when the backend can't say. */
  readonly retryAt: Date | null;
  /** GPU seconds that one drawing asks for, where a quota's message told. */
  readonly quotaSecondsPerTake: number | undefined;

  constructor(
    errorClass: BackendErrorClass,
    userMessage: string,
    options?: { retryAt?: Date; quotaSecondsPerTake?: number; log?: string; cause?: unknown },
  ) {
    super(
      options?.log ?? userMessage,
      options?.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "BackendError";
    this.errorClass = errorClass;
    this.userMessage = userMessage;
    this.retryAt = options?.retryAt ?? null;
    this.quotaSecondsPerTake = options?.quotaSecondsPerTake;
  }
}
