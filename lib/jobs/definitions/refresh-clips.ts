import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { defineJob } from "./job-definition.ts";

/**
 * Finds a project's chosen takes whose clip no longer fits, and sends a derive-clip for each. Sent with a pause and
 * queued once a project, so that a slider being dragged costs one look a second.
 */
export const refreshClips = defineJob({
  name: "refresh-clips",
  schema: z.object({ projectId: idSchema }),
  policy: "short",
  keyOf: (data) => data.projectId,
  heartbeatSeconds: 10,
  expireInSeconds: 5 * 60,
  retryLimit: 4,
  retryDelaySeconds: 1,
  concurrency: 1,
});
