import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { defineJob } from "./job-definition.ts";

/** Lets a backend draw between two built-in drawings, for whoever sets it up. */
export const tryBackend = defineJob({
  name: "try-backend",
  // A person's own workspace has a longer id than records may have.
  schema: z.object({ workspaceId: z.string(), trialId: idSchema }),
  policy: "exclusive",
  keyOf: (data) => data.trialId,
  heartbeatSeconds: 10,
  // More than the hour after which the handler itself gives up.
  expireInSeconds: 70 * 60,
  // Each try may cost quota; a trial whose workers are lost three times is failed by `recover-lost`.
  retryLimit: 2,
  retryDelaySeconds: 1,
  // Sockets and waiting; what decodes goes through the worker's own gate.
  concurrency: 4,
});
