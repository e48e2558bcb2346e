import { readImage } from "#lib/projects/read-image.ts";
import { apiRoute } from "../../../../../api-route.ts";
import { blobResponse } from "../../../../../blob-response.ts";

type Params = { projectId: string; imageId: string };

export const GET = apiRoute<Params>(async ({ request, services, userId, params }) => {
  const { thumbnailHash } = await readImage(services, { userId, ...params });
  const { blobs } = services;
  return blobResponse({ blobs, hash: thumbnailHash, contentType: "image/webp", request });
});
