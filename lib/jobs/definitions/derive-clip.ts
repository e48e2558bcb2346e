import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { defineJob } from "./job-definition.ts";

/** Derives a take's clip anew, after the project's or the segment's geometry, length or easing changed. */
export const deriveClipJob = defineJob({
  name: "derive-clip",
  schema: z.object({
    projectId: idSchema,
    takeId: idSchema,
    /** The clip that was wanted when the job was sent; when another is wanted by now, nothing is done. */
    clipKey: z.string(),
  }),
  policy: "exclusive",
  keyOf: (data) => `${data.takeId}:${data.clipKey}`,
  heartbeatSeconds: 10,
  expireInSeconds: 15 * 60,
  retryLimit: 4,
  retryDelaySeconds: 1,
  concurrency: 1,
});
