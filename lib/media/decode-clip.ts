import { open } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import { framesPerSecond } from "#lib/core/frame-rate.ts";
import { HOUSE_CODEC } from "./house-format.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex } from "./read-clip-index.ts";
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from "./web-codecs.ts";
import { i420SizeBytes, i420ToRgb } from "./yuv.ts";

/** Packets given to the decoder before waiting: more than it keeps back, few enough for flat memory. */
const QUEUE_PACKETS = 8;

/**
 * The frames of one of our own clips, in order, as packed RGB. Streams: memory does not grow with the clip. For
 * anything not of our making use `decodeOriginal`.
 * @throws GengaError `internal` when the clip is damaged or gives another number of frames than its head says.
 */
export async function* decodeClip(path: string): AsyncGenerator<RawFrame> {
  const { width, height } = await readClipIndex(path);
  for await (const planes of decodeClipPlanes(path)) yield i420ToRgb({ planes, width, height });
}

/** As `decodeClip`, but as planar 4:2:0, as the decoder gives them; for exact comparison. */
export async function* decodeClipPlanes(path: string): AsyncGenerator<Uint8Array> {
  const index = await readClipIndex(path);
  const ready: VideoFrame[] = [];
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  const decoder = new VideoDecoder({
    output: (frame) => {
      ready.push(frame);
      wake();
    },
    error: (error) => {
      failure = error;
      wake();
    },
  });
  const file = await open(path, "r");
  try {
    decoder.configure({
      codec: HOUSE_CODEC,
      codedWidth: index.width,
      codedHeight: index.height,
      description: index.description,
    });
    const frameMicros = 1e6 / framesPerSecond(index.frameRate);
    const syncSamples = new Set(index.syncSamples);
    let positionBytes = index.dataOffsetBytes;
    let given = 0;
    for (let sample = 0; sample < index.frames; sample++) {
      const sizeBytes = index.sampleSizes[sample] ?? 0;
      const data = new Uint8Array(sizeBytes);
      await file.read(data, 0, sizeBytes, positionBytes);
      positionBytes += sizeBytes;
      const timestamp = Math.round(sample * frameMicros);
      const type = syncSamples.has(sample) ? "key" : "delta";
      decoder.decode(new EncodedVideoChunk({ type, timestamp, data }));
      while (
        !failure &&
        decoder.decodeQueueSize + ready.length > QUEUE_PACKETS &&
        ready.length === 0
      ) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 5);
        });
      }
      for (const frame of ready.splice(0)) {
        given += 1;
        yield await planesOf(frame, index.width, index.height);
      }
      if (failure) break;
    }
    if (!failure) await decoder.flush();
    for (const frame of ready.splice(0)) {
      given += 1;
      yield await planesOf(frame, index.width, index.height);
    }
    if (failure || given !== index.frames) {
      throw new GengaError(
        "internal",
        "A clip can't be read. Make its segment again to get a new one.",
        {
          log: `${given} of ${index.frames} frames decoded`,
          cause: failure,
        },
      );
    }
  } finally {
    for (const frame of ready) frame.close();
    if (decoder.state !== "closed") decoder.close();
    await file.close();
  }
}

async function planesOf(frame: VideoFrame, width: number, height: number): Promise<Uint8Array> {
  const planes = new Uint8Array(i420SizeBytes(width, height));
  try {
    await frame.copyTo(planes);
    return planes;
  } finally {
    frame.close();
  }
}
