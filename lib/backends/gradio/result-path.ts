import { BackendError } from "../backend-error.ts";

/**
 * The path, below the base address, of the video among a job's outputs. Only the server's own file route is ever
 * asked: an address elsewhere, or a path that climbs out of the route, is refused.
 * @throws BackendError `broken`
 */
export function resultPath(options: {
  value: unknown;
  apiPrefix: string;
  baseUrl: string;
}): string {
  const { value, apiPrefix, baseUrl } = options;
  const file = fileOf(value);
  const route = `${apiPrefix}/file=`;
  const given = file.path ?? file.url ?? "";
  if (given === "" || given.length > 2_000) throw noVideo("no path");
  const own = `${baseUrl}${route}`;
  const path = given.startsWith(own) ? decoded(given.slice(own.length)) : given;
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path) || path.startsWith("//")) throw noVideo("elsewhere");
  const parts = path.split(/[/\\]/);
  if (parts.some((part) => part === ".." || part === ".") || /\p{Cc}/u.test(path))
    throw noVideo("a climbing path");
  if (!path.isWellFormed()) throw noVideo("a path that is no text");
  return `${route}${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** Gradio 4 and 5 wrap a video in `{video, subtitles}`, 6 doesn't; some apps give a path alone, or a list. */
function fileOf(value: unknown, depth = 0): { path: string | null; url: string | null } {
  if (typeof value === "string") return { path: value, url: null };
  if (Array.isArray(value) && depth < 2) return fileOf(value[0], depth + 1);
  if (typeof value === "object" && value !== null) {
    if ("video" in value && depth < 2) return fileOf(value.video, depth + 1);
    const path = "path" in value && typeof value.path === "string" ? value.path : null;
    const url = "url" in value && typeof value.url === "string" ? value.url : null;
    return { path, url };
  }
  return { path: null, url: null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw noVideo("a broken path");
  }
}

function noVideo(why: string): BackendError {
  return new BackendError(
    "broken",
    "The backend finished without a video that Genga may fetch. Your drawings and other takes are safe. Try it again, or use another backend.",
    { log: `result: ${why}` },
  );
}
