import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { defineJob } from "./job-definition.ts";

/** Makes one film file: the clips and holds that are missing, then the stitch. */
export const renderFilm = defineJob({
  name: "render-film",
  schema: z.object({ projectId: idSchema, renderId: idSchema }),
  policy: "exclusive",
  keyOf: (data) => data.renderId,
  heartbeatSeconds: 10,
  expireInSeconds: 6 * 60 * 60,
  retryLimit: 4,
  retryDelaySeconds: 1,
  concurrency: 1,
});
