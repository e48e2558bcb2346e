import * as z from "zod/mini";
import { BACKEND_ERROR_CLASSES, type BackendErrorClass } from "./take.ts";

/** When a backend draws what was asked of another: never; when the other can't; also when the other is only busy. */
export const BACKEND_HELPS = ["never", "when-unable", "when-busy"] as const;
export type BackendHelp = (typeof BACKEND_HELPS)[number];

/** What a look at a backend found. */
export const backendHealthSchema = z.object({
  /** `changed`: its app is another one than was confirmed, and gets nothing until somebody confirms it again. */
  state: z.enum(["running", "asleep", "building", "paused", "broken", "changed"]),
  /** What is wrong and what to do, for the person; null when nothing is. */
  problem: z.nullable(z.string()),
  checkedAt: z.string(),
});
export type BackendHealth = z.infer<typeof backendHealthSchema>;

export const backendPauseErrorSchema = z.object({
  errorClass: z.enum(BACKEND_ERROR_CLASSES),
  message: z.string(),
});

/**
 * How a backend of the workspace stands at the moment, beside what it can do (`BackendDescription`). Told to every
 * room of the workspace when it changes. Times are ISO 8601 in UTC.
 */
export type BackendState = {
  readonly backendId: string;
  readonly isEnabled: boolean;
  readonly helps: BackendHelp;
  /** Drawings at once, over all workers. */
  readonly concurrency: number;
  readonly health: BackendHealth | null;
  /** Set while nothing is asked of it: it goes on by itself then. May be past. */
  readonly pause: {
    readonly until: string;
    /** Null where nothing was told. */
    readonly errorClass: BackendErrorClass | null;
    readonly message: string;
  } | null;
  readonly meanDrawMs: number | null;
  /** GPU seconds that one drawing asks for, where its quota's message told. */
  readonly quotaSecondsPerTake: number | null;
};

/** Whether a backend that is paused now will go on by itself later. */
export function isPausedNow(state: BackendState | undefined, nowMs: number): boolean {
  return state?.pause != null && Date.parse(state.pause.until) > nowMs;
}
