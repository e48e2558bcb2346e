import * as z from "zod/mini";
import { defineJob } from "./job-definition.ts";

/** Brings back takes and renders whose job is gone. */
export const recoverLost = defineJob({
  name: "recover-lost",
  schema: z.object({}),
  policy: "exclusive",
  keyOf: () => "",
  heartbeatSeconds: 10,
  expireInSeconds: 5 * 60,
  retryLimit: 0,
  retryDelaySeconds: 1,
  concurrency: 1,
});

/** Takes away files in the making that nobody touches any more, and blobs that no row names. */
export const sweepFiles = defineJob({
  name: "sweep-files",
  schema: z.object({}),
  policy: "exclusive",
  keyOf: () => "",
  heartbeatSeconds: 10,
  expireInSeconds: 60 * 60,
  retryLimit: 0,
  retryDelaySeconds: 1,
  concurrency: 1,
});

/** Takes away rows that nobody needs any more: deleted projects, films beyond the newest, clips that nothing shows. */
export const clearOld = defineJob({
  name: "clear-old",
  schema: z.object({}),
  policy: "exclusive",
  keyOf: () => "",
  heartbeatSeconds: 10,
  expireInSeconds: 60 * 60,
  retryLimit: 0,
  retryDelaySeconds: 1,
  concurrency: 1,
});
