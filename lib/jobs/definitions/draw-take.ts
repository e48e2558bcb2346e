import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { defineJob } from "./job-definition.ts";

/** Draws a take, or only derives its clip when the original is there already. */
export const drawTake = defineJob({
  name: "draw-take",
  schema: z.object({
    projectId: idSchema,
    takeId: idSchema,
    /** Tries that the backend has refused for now; grows the pause before the next. */
    refusedCount: z._default(z.int().check(z.minimum(0)), 0),
  }),
  policy: "exclusive",
  keyOf: (data) => data.takeId,
  heartbeatSeconds: 10,
  // A remote queue may be long; a lost worker is noticed by its heartbeat and not by this.
  expireInSeconds: 6 * 60 * 60,
  retryLimit: 4,
  retryDelaySeconds: 1,
  concurrency: null,
});
