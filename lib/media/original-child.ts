import { once } from "node:events";
import type { Writable } from "node:stream";
import { FilePathSource, Input, MATROSKA, MP4, QTFF, VideoSampleSink, WEBM } from "mediabunny";
import type { InputVideoTrack, VideoSample } from "mediabunny";
import { GengaError } from "#lib/core/errors.ts";
import { FRAME_RATES, framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";
import { ORIGINAL_LIMITS, type OriginalInfo, type OriginalRequest } from "./original-types.ts";
import type { RawFrame } from "./raw-frame.ts";
import { serveIsolated } from "./serve-isolated.ts";
import "./web-codecs.ts";
import { i420ToRgb } from "./yuv.ts";

let opened: { track: InputVideoTrack; info: OriginalInfo } | null = null;

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
  const width = await track.getCodedWidth();
  const height = await track.getCodedHeight();
  if (Math.max(width, height) > ORIGINAL_LIMITS.sidePixels || Math.min(width, height) < 1) {
    throw refuse(`is ${width} × ${height} pixels, more than ${ORIGINAL_LIMITS.sidePixels} a side`);
  }
  const stats = await track.computePacketStats(ORIGINAL_LIMITS.frames + 1, { metadataOnly: true });
  assertFrameCount(stats.packetCount);
  const seconds = await track.computeDuration();
  const promised = await track.getDurationFromMetadata();
  // A file cut short still reads as a shorter one; only its head remembers how long it was.
  if (promised !== null && promised > seconds + 1.5 / stats.averagePacketRate) {
    throw refuse("ends before it should");
  }
  const frameRate = rateOf(stats.averagePacketRate);
  const info = {
    frames: stats.packetCount,
    width,
    height,
    frameRate,
    durationSeconds: seconds,
    codec,
  };
  opened = { track, info };
  return info;
}

async function decodeAll(output: Writable | null): Promise<OriginalInfo> {
  if (!opened) throw new Error("decode before open");
  const { track, info } = opened;
  let frames = 0;
  for await (const sample of new VideoSampleSink(track).samples()) {
    assertFrameCount(++frames);
    const frame = await rgbOf(sample);
    sample.close();
    if (frame.width !== info.width || frame.height !== info.height) {
      throw refuse("changes its size midway");
    }
    if (output && !output.write(frame.data)) await once(output, "drain");
  }
  assertFrameCount(frames);
  if (frames < info.frames)
    throw refuse(`has ${info.frames} frames of which only ${frames} can be read`);
  if (output) await new Promise<void>((resolve) => output.write("", () => resolve()));
  return { ...info, frames };
}

async function rgbOf(sample: VideoSample): Promise<RawFrame> {
  const { codedWidth: width, codedHeight: height } = sample;
  if (sample.format === "I420") {
    const planes = new Uint8Array(sample.allocationSize());
    await sample.copyTo(planes);
    const { matrix, fullRange } = sample.colorSpace;
    return i420ToRgb({
      planes,
      width,
      height,
      // Small unflagged video is BT.601 by habit: it is what swscale writes when nobody says otherwise.
      matrix: matrix === "bt709" || (!matrix && height >= 720) ? "bt709" : "bt601",
      fullRange: fullRange === true,
    });
  }
  const rgba = new Uint8Array(sample.allocationSize({ format: "RGBA" }));
  await sample.copyTo(rgba, { format: "RGBA" });
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from] ?? 0;
    data[to + 1] = rgba[from + 1] ?? 0;
    data[to + 2] = rgba[from + 2] ?? 0;
  }
  return { width, height, data };
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
