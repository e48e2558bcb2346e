import { rename, rm } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import { sameFrameRate, type FrameRate } from "#lib/core/frame-rate.ts";
import { copyPieces, type Piece } from "./copy-pieces.ts";
import { matchHouse } from "./match-house.ts";
import { mdatHeader, MDAT_HEADER_BYTES, mp4Head, type Chunk } from "./mp4-head.ts";
import { readClipIndex, type ClipIndex } from "./read-clip-index.ts";

export type StitchPart = {
  readonly path: string;
  /** How many of the clip's frames are in the film, from its first on. */
  readonly frames: number;
};

export type Film = { readonly path: string; readonly frames: number; readonly sizeBytes: number };

const READ_AHEAD = 16;

/**
 * Joins clips into one film by copying their packets: no picture is encoded again, the cost is the bytes, memory is
 * four bytes a frame. The head comes first, so a browser plays while it loads.
 *
 * A clip may be cut after any frame, because the house format has no B-frames. One whose decoder configuration
 * differs from the first one's is encoded again alone, and `onNote` is told. Writes beside the path and renames;
 * making the file durable is the blob store's part.
 * @throws GengaError `invalid` when there is nothing to join; `internal` when a clip is damaged or has too few frames;
 * `cancelled`
 */
export async function stitchFilm(options: {
  clips: AsyncIterable<StitchPart> | Iterable<StitchPart>;
  width: number;
  height: number;
  frameRate: FrameRate;
  outputPath: string;
  onProgress?: ((done: number) => void) | undefined;
  onNote?: ((note: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}): Promise<Film> {
  const { outputPath, onProgress, signal } = options;
  const partPath = `${outputPath}.part`;
  const temporary: string[] = [];
  try {
    const { pieces, head, frames } = await planFilm(options, temporary);
    assertRunning(signal);
    const dataBytes = pieces.reduce((sum, piece) => sum + piece.dataBytes, 0);
    const start = Buffer.concat([head, mdatHeader(dataBytes)]);
    await copyPieces({
      partPath,
      start,
      pieces,
      onProgress: onProgress && ((done) => onProgress(done / pieces.length)),
      signal,
    });
    await rename(partPath, outputPath);
    return { path: outputPath, frames, sizeBytes: start.length + dataBytes };
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  } finally {
    for (const path of temporary) await rm(path, { force: true });
  }
}

/** Reads every clip's head, so that the film's own head is known before its first packet is written. */
async function planFilm(
  options: Parameters<typeof stitchFilm>[0],
  temporary: string[],
): Promise<{ pieces: Piece[]; head: Buffer; frames: number }> {
  const { width, height, frameRate, onNote, signal } = options;
  const pieces: Piece[] = [];
  const sizes: Uint32Array[] = [];
  const syncSamples: number[] = [];
  let description: Uint8Array | null = null;
  let frames = 0;
  for await (const [part, read] of readAhead(options.clips)) {
    assertRunning(signal);
    let index = read;
    let path = part.path;
    const isHouse =
      index !== null &&
      index.width === width &&
      index.height === height &&
      sameFrameRate(index.frameRate, frameRate) &&
      (description === null || Buffer.compare(index.description, description) === 0);
    if (!index || !isHouse) {
      path = `${options.outputPath}.${temporary.length}.clip`;
      temporary.push(path);
      onNote?.(`Clip ${pieces.length + 1} was not in the film's format and was encoded again.`);
      index = await matchHouse({ part, index, width, height, frameRate, outputPath: path, signal });
      if (description && Buffer.compare(index.description, description) !== 0) throw unequal();
    }
    description ??= index.description;
    if (part.frames < 1 || part.frames > index.frames) throw tooShort(part, index);
    const taken = index.sampleSizes.subarray(0, part.frames);
    for (const sample of index.syncSamples)
      if (sample < part.frames) syncSamples.push(frames + sample);
    sizes.push(taken);
    pieces.push({
      path,
      dataOffsetBytes: index.dataOffsetBytes,
      dataBytes: taken.reduce((sum, sizeBytes) => sum + sizeBytes, 0),
      samples: part.frames,
    });
    frames += part.frames;
  }
  if (!description) {
    throw new GengaError("invalid", "There is nothing to export yet. Add a keyframe first.");
  }
  const track = { width, height, frameRate, description };
  const sampleSizes = joined(sizes, frames);
  const headAt = (startBytes: number) =>
    mp4Head({ track, sampleSizes, syncSamples, chunks: chunksFrom(startBytes, pieces) });
  // The head's length depends on whether offsets need 64 bits, and the offsets on its length: it settles in two steps.
  let head = headAt(0);
  for (let lengthBytes = -1; lengthBytes !== head.length;) {
    lengthBytes = head.length;
    head = headAt(lengthBytes + MDAT_HEADER_BYTES);
  }
  return { pieces, head, frames };
}

/** Opens the next clips' heads while the earlier ones are looked at; null for a file that is not a clip of ours. */
async function* readAhead(
  clips: AsyncIterable<StitchPart> | Iterable<StitchPart>,
): AsyncGenerator<[StitchPart, ClipIndex | null]> {
  const queue: { part: StitchPart; index: Promise<ClipIndex | null> }[] = [];
  for await (const part of clips) {
    const index = readClipIndex(part.path).catch((error: unknown) => {
      if (error instanceof GengaError) return null;
      throw error;
    });
    // Awaited below; a rejection before that is not unhandled.
    index.catch(() => undefined);
    queue.push({ part, index });
    if (queue.length < READ_AHEAD) continue;
    const first = queue.shift();
    if (first) yield [first.part, await first.index];
  }
  for (const { part, index } of queue) yield [part, await index];
}

function chunksFrom(startBytes: number, pieces: readonly Piece[]): Chunk[] {
  let offsetBytes = startBytes;
  return pieces.map((piece) => {
    const chunk = { offsetBytes, samples: piece.samples };
    offsetBytes += piece.dataBytes;
    return chunk;
  });
}

function joined(parts: readonly Uint32Array[], length: number): Uint32Array {
  const all = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function assertRunning(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GengaError("cancelled", "The export was cancelled.");
}

function tooShort(part: StitchPart, index: ClipIndex): GengaError {
  return damaged(part.path, `${part.frames} frames wanted of a clip of ${index.frames}`);
}

function unequal(): GengaError {
  return damaged("", "a clip encoded again still has another decoder configuration");
}

function damaged(path: string, log: string): GengaError {
  return new GengaError(
    "internal",
    "A clip of the film can't be used. Make its segment again, then export again.",
    {
      log: `stitch: ${log} ${path}`,
    },
  );
}
