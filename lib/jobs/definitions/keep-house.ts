import * as z from "zod/mini";
import { defineJob } from "./job-definition.ts";

/** One at a time in the whole house, and no second try: the next turn comes by itself. */
const HOUSEWORK = {
  schema: z.object({}),
  policy: "exclusive",
  keyOf: () => "",
  heartbeatSeconds: 10,
  expireInSeconds: 60 * 60,
  retryLimit: 0,
  retryDelaySeconds: 1,
  concurrency: 1,
} as const;

/** Brings back renders whose job is gone, and ends trials whose job is. */
export const recoverLost = defineJob({
  name: "recover-lost",
  ...HOUSEWORK,
  expireInSeconds: 5 * 60,
});

/** Takes away files in the making that nobody touches any more, and blobs that no row names. */
export const sweepFiles = defineJob({
  name: "sweep-files",
  ...HOUSEWORK,
});

/** Takes away rows that nobody needs: deleted projects, films beyond the newest, clips that nothing shows, old trials. */
export const clearOld = defineJob({
  name: "clear-old",
  ...HOUSEWORK,
});
