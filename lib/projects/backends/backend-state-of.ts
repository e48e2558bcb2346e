import * as z from "zod/mini";
import {
  BACKEND_HELPS,
  backendHealthSchema,
  backendPauseErrorSchema,
  type BackendState,
} from "#lib/core/backend-state.ts";

const helpsSchema = z.enum(BACKEND_HELPS);

/** The columns that tell how a backend stands. */
export type BackendStateRow = {
  readonly id: string;
  readonly isEnabled: boolean;
  readonly helps: string;
  readonly concurrency: number;
  readonly health: unknown;
  readonly pausedUntil: Date | null;
  readonly pauseError: unknown;
  readonly meanDrawMs: number | null;
  readonly quotaSecondsPerTake: number | null;
};

/** How a backend stands, as its row holds it. */
export function backendStateOf(row: BackendStateRow): BackendState {
  return {
    backendId: row.id,
    isEnabled: row.isEnabled,
    helps: helpsSchema.parse(row.helps),
    concurrency: row.concurrency,
    health: row.health === null ? null : backendHealthSchema.parse(row.health),
    pause: row.pausedUntil && {
      until: row.pausedUntil.toISOString(),
      ...(row.pauseError === null
        ? { errorClass: null, message: "" }
        : backendPauseErrorSchema.parse(row.pauseError)),
    },
    meanDrawMs: row.meanDrawMs,
    quotaSecondsPerTake: row.quotaSecondsPerTake,
  };
}
