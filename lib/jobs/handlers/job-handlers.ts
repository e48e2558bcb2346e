import type { JobData, JobName } from "../definitions/job-definitions.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";
import { handleClearOld } from "./clear-old.ts";
import { handleDeriveClip } from "./derive-clip.ts";
import { handleRecoverLost } from "./recover-lost.ts";
import { handleRefreshClips } from "./refresh-clips.ts";
import { handleRenderFilm } from "./render-film.ts";
import { handleSweepFiles } from "./sweep-files.ts";
import { handleTryBackend } from "./try-backend.ts";

export type JobHandler<Name extends JobName> = (
  services: WorkerServices,
  data: JobData<Name>,
  context: JobContext<JobData<Name>>,
) => Promise<void>;

/** What is done for each kind of job. */
export const JOB_HANDLERS: { readonly [Name in JobName]: JobHandler<Name> } = {
  "derive-clip": handleDeriveClip,
  "refresh-clips": handleRefreshClips,
  "render-film": handleRenderFilm,
  "try-backend": handleTryBackend,
  "recover-lost": handleRecoverLost,
  "sweep-files": handleSweepFiles,
  "clear-old": handleClearOld,
};
