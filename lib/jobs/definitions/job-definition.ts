import type * as z from "zod/mini";

/** A kind of job as data: what it carries, and how the queue treats it. */
export type JobDefinition<Name extends string, Data> = {
  readonly name: Name;
  readonly schema: z.ZodMiniType<Data>;
  /** At most one job with the same key is queued or at work (`exclusive`) or only queued (`short`). */
  readonly policy: "exclusive" | "short";
  readonly keyOf: (data: Data) => string;
  /** A job whose worker gave no sign for this long is claimed by another. pg-boss allows no less than 10 s. */
  readonly heartbeatSeconds: number;
  /** Longest time at work, whatever the signs of life. */
  readonly expireInSeconds: number;
  /** How often it is claimed again after its worker was lost or the database was away. */
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  /** Jobs of this kind at work in one worker process; null takes the worker's own setting. */
  readonly concurrency: number | null;
};

/** Makes sure at compile time that a definition hangs together, and keeps its literal name. */
export function defineJob<const Name extends string, Data>(
  definition: JobDefinition<Name, Data>,
): JobDefinition<Name, Data> {
  return definition;
}
