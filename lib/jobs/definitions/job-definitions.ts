import { deriveClipJob } from "./derive-clip.ts";
import type { JobDefinition } from "./job-definition.ts";
import { clearOld, recoverLost, sweepFiles } from "./keep-house.ts";
import { refreshClips } from "./refresh-clips.ts";
import { renderFilm } from "./render-film.ts";
import { tryBackend } from "./try-backend.ts";

/** Every kind of job; start-up fails when one has no handler, or a handler no kind. */
export const JOB_DEFINITIONS = {
  [deriveClipJob.name]: deriveClipJob,
  [refreshClips.name]: refreshClips,
  [renderFilm.name]: renderFilm,
  [tryBackend.name]: tryBackend,
  [recoverLost.name]: recoverLost,
  [sweepFiles.name]: sweepFiles,
  [clearOld.name]: clearOld,
} as const;

export type JobName = keyof typeof JOB_DEFINITIONS;
export type JobData<Name extends JobName> =
  (typeof JOB_DEFINITIONS)[Name] extends JobDefinition<Name, infer Data> ? Data : never;
