import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { createIsolatedPool } from "./isolated-pool.ts";

export type ImportedImage = {
  /** PNG: upright, sRGB, 8 bits, alpha kept, no metadata. The same upload always gives the same bytes. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of `bytes`, in hex. */
  readonly hash: string;
  /** What the upload really was, whatever its name said. */
  readonly sourceFormat: ImageFormat;
  /** WebP, when a height was asked for. */
  readonly thumbnail: Uint8Array | null;
};

export type ImageFormat = "png" | "jpeg" | "webp" | "avif" | "gif" | "tiff";

export type ImportRequest = {
  readonly bytes: Uint8Array;
  readonly thumbnailHeightPx: number | null;
};

const pool = createIsolatedPool({
  script: "image-child.ts",
  processes: 2,
  memoryMb: 1_200,
  timeoutMs: 20_000,
  refuse: (end, log) =>
    rejected(
      end === "timeout"
        ? "takes too long to read. Save it again as PNG and add that"
        : "is damaged and can't be read. Save it again as PNG and add that",
      `image ${end}: ${log}`,
    ),
});

/**
 * Brings an uploaded image into the form that Genga keeps. Decodes in a pool of isolated processes, so that an image
 * made to crash or stall a decoder costs that process and nothing else.
 * @param options.bytes the upload, at most `LIMITS.imageBytes`
 * @param options.thumbnailHeightPx also makes a thumbnail of this height in the same pass
 * @throws GengaError `image-rejected`, whose user message names the file and says why; `cancelled`
 */
export async function importImage(options: {
  bytes: Uint8Array;
  fileName: string;
  thumbnailHeightPx?: number;
  signal?: AbortSignal | undefined;
}): Promise<ImportedImage> {
  const { bytes, signal } = options;
  try {
    refuseByFirstBytes(bytes);
    const request: ImportRequest = { bytes, thumbnailHeightPx: options.thumbnailHeightPx ?? null };
    return await pool.request<ImportedImage>(request, { signal });
  } catch (error) {
    if (error instanceof GengaError && error.code === "image-rejected")
      throw named(error, options.fileName);
    throw error;
  }
}

/** Ends the processes of the pool; for tests and for a clean end of a program. */
export function closeImagePool(): void {
  pool.close();
}

/** What can be said without decoding, and with a better reason than a decoder gives. */
function refuseByFirstBytes(bytes: Uint8Array): void {
  if (bytes.length === 0) throw rejected("is an empty file. Export it again and add that");
  if (bytes.length > LIMITS.imageBytes) {
    throw rejected(
      `is larger than ${LIMITS.imageBytes / 1024 / 1024} MB. Save it smaller and add that`,
    );
  }
  const start = Buffer.from(bytes.subarray(0, 1024))
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  if (/^(<\?xml[^]*?)?(<!--[^]*?-->\s*)?(<!doctype svg|<svg)/i.test(start)) {
    throw rejected("is an SVG, which can't be used. Export it as PNG and add that");
  }
}

/** The messages are made as "⟨file⟩ is …"; the name is put in front here, where it is known. */
function rejected(reason: string, log?: string): GengaError {
  return new GengaError("image-rejected", reason, log === undefined ? {} : { log });
}

function named(error: GengaError, fileName: string): GengaError {
  const printable = fileName.replace(/[\p{C}\u2028\u2029]/gu, "").slice(0, 120) || "The image";
  return new GengaError("image-rejected", `${printable} ${error.userMessage}.`, {
    log: error.message,
    cause: error,
  });
}
