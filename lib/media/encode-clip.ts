import { open, rename, rm } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import { encodePackets } from "./encode-packets.ts";
import { freeBox, mdatHeader, MDAT_HEADER_BYTES, mp4Head } from "./mp4-head.ts";
import type { RawFrame } from "./raw-frame.ts";

export type Clip = {
  readonly path: string;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
  readonly sizeBytes: number;
};

/**
 * Encodes frames to a clip in the house format at `outputPath`, in one pass with flat memory: the head is laid out
 * for the announced number of frames, and the packets follow as they come. Writes beside the path and renames, so the
 * path never names half a clip.
 * @throws GengaError `internal` when the frames are not exactly `frameCount`; `invalid`, `cancelled` as `encodePackets`.
 */
export async function encodeClip(options: {
  frames: AsyncIterable<RawFrame> | Iterable<RawFrame>;
  frameCount: number;
  width: number;
  height: number;
  frameRate: FrameRate;
  outputPath: string;
  signal?: AbortSignal | undefined;
}): Promise<Clip> {
  const { frameCount, width, height, frameRate, outputPath } = options;
  const partPath = `${outputPath}.part`;
  const file = await open(partPath, "w");
  try {
    let description: Uint8Array | null = null;
    const sampleSizes = new Uint32Array(frameCount);
    const syncSamples: number[] = [];
    let samples = 0;
    let dataBytes = 0;
    let dataOffsetBytes = 0;
    const packets = encodePackets({
      ...options,
      onDescription: (bytes) => {
        description = bytes;
      },
    });
    const headOf = (keys: readonly number[]) => {
      if (!description) throw wrongCount(0, frameCount);
      return mp4Head({
        track: { width, height, frameRate, description },
        sampleSizes,
        syncSamples: keys,
        chunks: [{ offsetBytes: dataOffsetBytes, samples: frameCount }],
      });
    };
    for await (const packet of packets) {
      if (samples >= frameCount) throw wrongCount(samples + 1, frameCount);
      if (dataOffsetBytes === 0) {
        // The encoder may add keyframes at scene changes, so leave room for every frame to be one; `free` fills it.
        const allKeys = Array.from({ length: frameCount }, (_, index) => index);
        dataOffsetBytes = headOf(allKeys).length + 8 + MDAT_HEADER_BYTES;
      }
      if (packet.isKey) syncSamples.push(samples);
      sampleSizes[samples] = packet.bytes.length;
      await file.write(packet.bytes, 0, packet.bytes.length, dataOffsetBytes + dataBytes);
      samples += 1;
      dataBytes += packet.bytes.length;
    }
    if (samples !== frameCount) throw wrongCount(samples, frameCount);
    const head = headOf(syncSamples);
    const gapBytes = dataOffsetBytes - MDAT_HEADER_BYTES - head.length;
    const start = Buffer.concat([head, freeBox(gapBytes), mdatHeader(dataBytes)]);
    await file.write(start, 0, start.length, 0);
    await file.close();
    await rename(partPath, outputPath);
    return {
      path: outputPath,
      frames: frameCount,
      width,
      height,
      frameRate,
      sizeBytes: dataOffsetBytes + dataBytes,
    };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partPath, { force: true });
    throw error;
  }
}

function wrongCount(got: number, expected: number): GengaError {
  return new GengaError("internal", "The clip could not be encoded. Try it again.", {
    log: `a clip of ${expected} frames was given ${got}`,
  });
}
