import * as z from "zod/mini";

/**
 * How far the local in-betweener is, the model server that `npm start` runs on this machine.
 * `not-offered`: this installation can't run one. `absent`: nobody has set it up; `problem` says what it would lack.
 * `failed`: `problem` says why.
 */
export const LOCAL_BACKEND_STATES = [
  "not-offered",
  "absent",
  "installing",
  "starting",
  "running",
  "failed",
] as const;
export type LocalBackendState = (typeof LOCAL_BACKEND_STATES)[number];

/** Lines of the log that go along with a status. */
export const LOCAL_BACKEND_LOG_LINES = 40;

export const localBackendStatusSchema = z.object({
  state: z.enum(LOCAL_BACKEND_STATES),
  /** What it is doing or has done, as one short line for the person. */
  detail: z.string(),
  /** 0 to 1 while it installs; null where nobody can tell. */
  fraction: z.nullable(z.number()),
  /** What is missing or went wrong, what is safe and what to do; null in the other states. May have several lines. */
  problem: z.nullable(z.string()),
  /** The newest lines of its log, oldest first. */
  logLines: z.array(z.string()),
});
export type LocalBackendStatus = z.infer<typeof localBackendStatusSchema>;

/** The status as a workspace sees it. */
export type LocalBackendView = LocalBackendStatus & {
  /** Whether another workspace has it among its backends: removed from this one, it stays on the machine. */
  readonly isUsedElsewhere: boolean;
};

/** `retry` goes on with what failed, and adds nothing. */
export const LOCAL_BACKEND_ACTIONS = ["set-up", "remove", "retry"] as const;
export type LocalBackendAction = (typeof LOCAL_BACKEND_ACTIONS)[number];
