import { once } from "node:events";
import type { Writable } from "node:stream";
import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  MATROSKA,
  MP4,
  QTFF,
  VideoSampleSink,
  WEBM,
  type InputVideoTrack,
} from "mediabunny";
import { GengaError } from "#lib/core/errors.ts";
import { FRAME_RATES, framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";
import { exposuresOf } from "./exposures.ts";
import { ORIGINAL_LIMITS, type OriginalInfo, type OriginalRequest } from "./original-types.ts";
import { pictureOfSample } from "./picture-of-sample.ts";
import { serveIsolated } from "./serve-isolated.ts";
import "./web-codecs.ts";

type Opened = {
  readonly track: InputVideoTrack;
  readonly info: OriginalInfo;
  /** For how many frames each of the file's own is shown. */
  readonly counts: readonly number[];
};

let opened: Opened | null = null;

serveIsolated<OriginalRequest, OriginalInfo>(async (request, output) => {
  try {
    if (request.step === "open") return await open(request.path);
    return await decodeAll(request.step === "decode" ? output() : null);
  } catch (error) {
    if (error instanceof GengaError) throw error;
    throw refuse("is damaged and can't be played", error);
  }
});

async function open(path: string): Promise<OriginalInfo> {
  const input = new Input({
    source: new FilePathSource(path),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });
  if (!(await input.canRead())) throw refuse("is not a video (MP4, MOV, WebM or MKV)");
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw refuse("has no picture in it");
  const codec = await track.getCodec();
  if (!codec || !(await track.canDecode())) throw refuse("is in a codec that can't be played here");
  const sides = [await track.getCodedWidth(), await track.getCodedHeight()] as const;
  const isTurned = (await track.getRotation()) % 180 !== 0;
  const [width, height] = isTurned ? [sides[1], sides[0]] : sides;
  if (Math.max(width, height) > ORIGINAL_LIMITS.sidePixels || Math.min(width, height) < 1) {
    throw refuse(`is ${width} × ${height} pixels, more than ${ORIGINAL_LIMITS.sidePixels} a side`);
  }
  const times = await timesOf(track);
  const seconds = await track.computeDuration();
  const { counts, framesPerSecond: perSecond } = exposuresOf(times, seconds);
  const frames = counts.reduce((sum, count) => sum + count, 0);
  assertFrameCount(frames);
  const promised = await track.getDurationFromMetadata();
  // A file cut short still reads as a shorter one; only its head remembers how long it was.
  if (promised !== null && promised > seconds + 1.5 / perSecond) {
    throw refuse("ends before it should");
  }
  const frameRate = rateOf(perSecond);
  const info = { frames, width, height, frameRate, durationSeconds: seconds, codec };
  opened = { track, info, counts };
  return info;
}

/** When each frame is shown, rising. */
async function timesOf(track: InputVideoTrack): Promise<number[]> {
  const times: number[] = [];
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  });
  for await (const { timestamp } of packets) {
    times.push(timestamp);
    assertFrameCount(times.length);
  }
  assertFrameCount(times.length);
  return times.sort((a, b) => a - b);
}

async function decodeAll(output: Writable | null): Promise<OriginalInfo> {
  if (!opened) throw new Error("decode before open");
  const { track, info, counts } = opened;
  let read = 0;
  for await (const sample of new VideoSampleSink(track).samples()) {
    assertFrameCount(read + 1);
    const frame = await pictureOfSample(sample);
    sample.close();
    if (frame.width !== info.width || frame.height !== info.height) {
      throw refuse("changes its size midway");
    }
    const count = counts[read] ?? 0;
    for (let shown = 0; shown < count; shown += 1)
      if (output && !output.write(frame.data)) await once(output, "drain");
    read += 1;
  }
  assertFrameCount(read);
  if (read !== counts.length)
    throw refuse(`has ${counts.length} frames of which only ${read} can be read`);
  if (output) await new Promise<void>((resolve) => output.write("", () => resolve()));
  return info;
}

function assertFrameCount(frames: number): void {
  if (frames === 0) throw refuse("has no frames");
  if (frames > ORIGINAL_LIMITS.frames)
    throw refuse(`has more than ${ORIGINAL_LIMITS.frames} frames`);
}

/** Rates beyond any film's are told as the nearest that can be kept: clips are made from the count of frames alone. */
function rateOf(told: number): FrameRate {
  const perSecond = Number.isNaN(told) ? 1 : Math.min(120, Math.max(1, told));
  const known = FRAME_RATES.find((rate) => Math.abs(framesPerSecond(rate) - perSecond) < 0.005);
  if (known) return known;
  const rounded = Math.round(perSecond);
  if (rounded >= 1 && Math.abs(rounded - perSecond) < 0.01) return { num: rounded, den: 1 };
  return { num: Math.round(perSecond * 1000), den: 1000 };
}

function refuse(reason: string, cause?: unknown): GengaError {
  return new GengaError(
    "original-rejected",
    `What the backend gave ${reason}. Try again or use another backend.`,
    {
      log:
        cause === undefined
          ? `original refused: ${reason}`
          : `original refused: ${reason}: ${messageOf(cause)}`,
    },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
