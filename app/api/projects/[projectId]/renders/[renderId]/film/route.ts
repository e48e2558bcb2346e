import { readFilm } from "#lib/projects/read-film.ts";
import { apiRoute } from "../../../../../api-route.ts";
import { blobResponse } from "../../../../../blob-response.ts";

type Params = { projectId: string; renderId: string };

export const GET = apiRoute<Params>(async ({ request, services, userId, params }) => {
  const { blobHash, projectName } = await readFilm(services, { userId, ...params });
  const { blobs } = services;
  const download = `${projectName}.mp4`;
  return blobResponse({ blobs, hash: blobHash, contentType: "video/mp4", request, download });
});
