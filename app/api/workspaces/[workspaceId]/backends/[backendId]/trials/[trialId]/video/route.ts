import { readTrialVideo } from "#lib/projects/backends/read-trial-video.ts";
import { apiRoute } from "../../../../../../../api-route.ts";
import { blobResponse } from "../../../../../../../blob-response.ts";

type Params = { workspaceId: string; backendId: string; trialId: string };

export const GET = apiRoute<Params>(async ({ request, services, userId, params }) => {
  const { blobHash } = await readTrialVideo(services, { userId, ...params });
  return blobResponse({
    blobs: services.blobs,
    hash: blobHash,
    contentType: "video/mp4",
    request,
  });
});
