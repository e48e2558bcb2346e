/** Where the browser gets a project's pictures, clips and films. All are private to who may see the project. */

/** The API's root for one project. */
export function projectUrl(projectId: string): string {
  return `/api/projects/${encodeURIComponent(projectId)}`;
}

/** The image as it is kept. */
export function imageUrl(projectId: string, imageId: string): string {
  return `${projectUrl(projectId)}/images/${imageId}`;
}

/** The image as WebP, 240 px high. */
export function thumbnailUrl(projectId: string, imageId: string): string {
  return `${imageUrl(projectId, imageId)}/thumbnail`;
}

/** What is derived from a take, by the clip's key: a new key is a new address, so each can be cached for good. */
type TakeFile = { readonly projectId: string; readonly takeId: string; readonly clipKey: string };

/** The clip in the house format (MP4; byte ranges are served). */
export function clipUrl(file: TakeFile): string {
  return takeFileUrl(file, "clip");
}

/** The clip's frames side by side in one WebP. */
export function filmstripUrl(file: TakeFile): string {
  return takeFileUrl(file, "filmstrip");
}

/** One frame from the middle of the clip. */
export function posterUrl(file: TakeFile): string {
  return takeFileUrl(file, "poster");
}

/** A render's film, as a download. */
export function filmUrl(projectId: string, renderId: string): string {
  return `${projectUrl(projectId)}/renders/${encodeURIComponent(renderId)}/film`;
}

function takeFileUrl(file: TakeFile, name: "clip" | "filmstrip" | "poster"): string {
  const take = `${projectUrl(file.projectId)}/takes/${encodeURIComponent(file.takeId)}`;
  return `${take}/${name}?key=${encodeURIComponent(file.clipKey)}`;
}
