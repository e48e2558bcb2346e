import { readClip, type ClipPart } from "#lib/projects/read-clip.ts";
import { apiRoute } from "../../../api-route.ts";
import { blobResponse } from "../../../blob-response.ts";

const CONTENT_TYPES = {
  clip: "video/mp4",
  filmstrip: "image/webp",
  poster: "image/webp",
} as const satisfies Record<ClipPart, string>;

type Params = { projectId: string; takeId: string };

/** The handler that serves one part of a take's clip; `?key=` names the clip, so its address is good for ever. */
export function clipRoute(part: ClipPart) {
  return apiRoute<Params>(async ({ request, services, userId, params }) => {
    const key = new URL(request.url).searchParams.get("key") ?? "";
    const { blobHash: hash } = await readClip(services, { userId, ...params, key, part });
    const { blobs } = services;
    return blobResponse({ blobs, hash, contentType: CONTENT_TYPES[part], request });
  });
}
