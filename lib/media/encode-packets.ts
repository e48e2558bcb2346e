import { framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";
import { GengaError } from "#lib/core/errors.ts";
import {
  assertHouseShape,
  HOUSE_CODEC,
  houseBitrate,
  KEYFRAME_INTERVAL_FRAMES,
} from "./house-format.ts";
import type { RawFrame } from "./raw-frame.ts";
import { VideoEncoder, VideoFrame } from "./web-codecs.ts";
import { i420SizeBytes, rgbToI420 } from "./yuv.ts";

export type Packet = { readonly bytes: Uint8Array; readonly isKey: boolean };

/** Frames given to the encoder before waiting for it: enough to keep it busy, few enough to keep memory flat. */
const QUEUE_FRAMES = 6;

/**
 * Encodes frames in the house format and gives packets in order; `onDescription` gets the decoder configuration
 * before the first packet. The same frames give the same bytes on machines with the same number of cores (the encoder
 * cuts each picture into one slice per core); the decoder configuration is the same on all.
 * @throws GengaError `invalid` for a shape that can't be encoded, `cancelled` when the signal fires.
 */
export async function* encodePackets(options: {
  frames: AsyncIterable<RawFrame> | Iterable<RawFrame>;
  width: number;
  height: number;
  frameRate: FrameRate;
  onDescription: (description: Uint8Array) => void;
  signal?: AbortSignal | undefined;
}): AsyncGenerator<Packet> {
  const { width, height, frameRate, signal } = options;
  assertHouseShape(options);
  const ready: Packet[] = [];
  let failure: Error | null = null;
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      const description = metadata?.decoderConfig?.description;
      if (description) options.onDescription(copyOf(description));
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      ready.push({ bytes, isKey: chunk.type === "key" });
    },
    error: (error) => {
      failure = error;
    },
  });
  const checkFailure = () => {
    if (failure) {
      throw new GengaError("internal", "The clip could not be encoded. Try it again.", {
        cause: failure,
      });
    }
  };
  try {
    encoder.configure({
      codec: HOUSE_CODEC,
      width,
      height,
      bitrate: houseBitrate({ width, height, frameRate }),
      bitrateMode: "constant",
      framerate: framesPerSecond(frameRate),
      hardwareAcceleration: "prefer-software",
      avc: { format: "avc" },
    });
    const planes = new Uint8Array(i420SizeBytes(width, height));
    const frameMicros = 1e6 / framesPerSecond(frameRate);
    let previous: RawFrame | null = null;
    let index = 0;
    for await (const frame of options.frames) {
      if (signal?.aborted) throw new GengaError("cancelled", "The work was cancelled.");
      assertFrame(frame, width, height);
      // A held picture comes as the same object again; its planes are already there.
      if (frame !== previous) rgbToI420(frame, planes);
      previous = frame;
      const picture = new VideoFrame(planes, {
        format: "I420",
        codedWidth: width,
        codedHeight: height,
        timestamp: Math.round(index * frameMicros),
        duration: Math.round(frameMicros),
        colorSpace: { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false },
      });
      encoder.encode(picture, { keyFrame: index % KEYFRAME_INTERVAL_FRAMES === 0 });
      picture.close();
      index += 1;
      while (encoder.encodeQueueSize > QUEUE_FRAMES && !failure) await nextDequeue(encoder);
      checkFailure();
      yield* ready.splice(0);
    }
    await encoder.flush();
    checkFailure();
    yield* ready.splice(0);
  } finally {
    if (encoder.state !== "closed") encoder.close();
  }
}

/** Waits for the encoder to take a frame, or 5 ms: a lost event must not stop the work. */
async function nextDequeue(encoder: VideoEncoder): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, 5);
    function done(): void {
      clearTimeout(timer);
      encoder.ondequeue = null;
      resolve();
    }
    encoder.ondequeue = done;
  });
}

function assertFrame(frame: RawFrame, width: number, height: number): void {
  if (
    frame.width !== width ||
    frame.height !== height ||
    frame.data.length !== width * height * 3
  ) {
    throw new GengaError("internal", "The clip could not be encoded.", {
      log: `a frame of ${frame.width}×${frame.height} (${frame.data.length} bytes) in a clip of ${width}×${height}`,
    });
  }
}

function copyOf(source: ArrayBuffer | ArrayBufferView | SharedArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength))
    : new Uint8Array(source.slice(0));
}
