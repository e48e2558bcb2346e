import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { errorFromAnswer } from "./request-json.ts";
import { projectUrl } from "./urls.ts";

/** An image that the project now has. */
export type UploadedImage = {
  readonly imageId: string;
  readonly width: number;
  readonly height: number;
};

export type UploadRequest = {
  readonly projectId: string;
  readonly file: File;
  readonly signal: AbortSignal;
  /** Called with 0..1 as the bytes go; 1 means that the server has them all and is looking at the image. */
  readonly onProgress: (fraction: number) => void;
};

/**
 * Sends one image file. By XMLHttpRequest, because `fetch` doesn't tell how far an upload has come.
 * @throws GengaError `image-rejected` or `limit` (this file can't be used), `unavailable` (trying again may help),
 *   `cancelled`.
 */
export function uploadFile(request: UploadRequest): Promise<UploadedImage> {
  const { projectId, file, signal, onProgress } = request;
  const refusal = refusalOf(file);
  if (refusal) return Promise.reject(refusal);
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const xhr = new XMLHttpRequest();
    const abort = () => {
      xhr.abort();
    };
    const fail = (error: GengaError) => {
      signal.removeEventListener("abort", abort);
      reject(error);
    };
    xhr.open("POST", `${projectUrl(projectId)}/images`);
    xhr.setRequestHeader("content-type", "application/octet-stream");
    xhr.setRequestHeader("x-genga-file-name", encodeURIComponent(file.name.toWellFormed()));
    xhr.upload.onprogress = ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0);
    };
    xhr.upload.onload = () => {
      onProgress(1);
    };
    xhr.onabort = () => {
      fail(cancelled());
    };
    xhr.onerror = () => {
      fail(unreachable(file));
    };
    xhr.onload = () => {
      const image = xhr.status < 300 ? readImage(xhr.responseText) : null;
      if (!image) {
        fail(errorFromAnswer(xhr.status, xhr.responseText));
        return;
      }
      signal.removeEventListener("abort", abort);
      resolve(image);
    };
    signal.addEventListener("abort", abort);
    xhr.send(file);
  });
}

/** Why a file needn't even be sent. */
function refusalOf(file: File): GengaError | null {
  if (file.size === 0) {
    return new GengaError("image-rejected", "The file is empty. Export the drawing again.");
  }
  if (file.size > LIMITS.imageBytes) {
    const most = Math.round(LIMITS.imageBytes / 1024 / 1024);
    return new GengaError(
      "limit",
      `The file is larger than ${String(most)} MB. Export the drawing smaller and drop it again.`,
    );
  }
  return null;
}

function readImage(text: string): UploadedImage | null {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null) return null;
    if (!("imageId" in answer) || typeof answer.imageId !== "string") return null;
    const side = (name: "width" | "height"): number => {
      const value = name in answer ? (answer as Record<string, unknown>)[name] : null;
      return typeof value === "number" ? value : 0;
    };
    return { imageId: answer.imageId, width: side("width"), height: side("height") };
  } catch {
    return null;
  }
}

function cancelled(): GengaError {
  return new GengaError("cancelled", "The upload was cancelled.");
}

/** The browser says the same of a lost connection and of a file that was moved or changed since it was picked. */
function unreachable(file: File): GengaError {
  return new GengaError(
    "unavailable",
    "The file could not be sent. Check the connection, and that the file is still in its place; then retry.",
    { log: `upload of ${file.name} failed` },
  );
}
