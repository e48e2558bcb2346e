import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { orderBy } from "natural-orderby";
import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { importImage } from "#lib/media/import-image.ts";

/** A key drawing in its kept form, in a file of the run's own. */
export type Drawing = {
  readonly fileName: string;
  readonly imageId: string;
  readonly width: number;
  readonly height: number;
  /** Where the kept image lies. */
  readonly path: string;
};

/** What in a folder counts as a drawing; files named one by one are judged by content alone. */
const IMAGE_ENDINGS = new Set([".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff"]);

/**
 * Reads drawings in the order given; a folder stands for its images in natural order (2 before 10).
 * @param options.directory where the kept images are written
 * @throws GengaError `image-rejected` for the first that can't be used, `invalid` when there are none or too many
 */
export async function readDrawings(options: {
  paths: readonly string[];
  directory: string;
  onDrawing: (done: number, total: number) => void;
  signal: AbortSignal;
}): Promise<Drawing[]> {
  const files = (await Promise.all(options.paths.map(imageFiles))).flat();
  if (files.length === 0) {
    throw new GengaError("invalid", "There are no drawings. Name image files or a folder of them.");
  }
  if (files.length > LIMITS.keyframesPerProject) {
    throw new GengaError(
      "invalid",
      `There are ${files.length} drawings; a film takes at most ${LIMITS.keyframesPerProject}.`,
    );
  }
  const drawings: Drawing[] = [];
  for (const file of files) {
    drawings.push(await readDrawing(file, options));
    options.onDrawing(drawings.length, files.length);
  }
  return drawings;
}

async function imageFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new GengaError("image-rejected", `${path} can't be found or read.`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) =>
    IMAGE_ENDINGS.has(extname(name).toLowerCase()),
  );
  return orderBy(names).map((name) => join(path, name));
}

async function readDrawing(
  file: string,
  options: { directory: string; signal: AbortSignal },
): Promise<Drawing> {
  const fileName = basename(file);
  const { size } = await stat(file);
  if (size > LIMITS.imageBytes) {
    const limitMb = LIMITS.imageBytes / 1024 / 1024;
    throw new GengaError("image-rejected", `${fileName} is larger than ${limitMb} MB.`);
  }
  const image = await importImage({
    bytes: await readFile(file),
    fileName,
    signal: options.signal,
  });
  const path = join(options.directory, `image-${image.hash}`);
  await writeFile(path, image.bytes);
  return { fileName, imageId: image.hash, width: image.width, height: image.height, path };
}
