import {
  AudioSample,
  AudioSampleSource,
  FilePathTarget,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
  type Rotation,
  type VideoCodec,
} from "mediabunny";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import "#lib/media/web-codecs.ts";
import { i420SizeBytes, rgbToI420 } from "#lib/media/yuv.ts";

const FORMATS = {
  mp4: () => new Mp4OutputFormat(),
  // Written piece by piece: its head knows neither how long it is nor where its frames are.
  "streamed mp4": () => new Mp4OutputFormat({ fastStart: "fragmented" }),
  mov: () => new MovOutputFormat(),
  webm: () => new WebMOutputFormat(),
  "streamed webm": () => new WebMOutputFormat({ appendOnly: true }),
  mkv: () => new MkvOutputFormat(),
} as const;
export type OddFormat = keyof typeof FORMATS;

/** A video as some app may give it: in any container and codec, with frames at any times, turned, with sound. */
export async function writeOddVideo(options: {
  outputPath: string;
  frames: Iterable<RawFrame>;
  format?: OddFormat;
  codec?: VideoCodec;
  framesPerSecond?: number;
  /** When each frame is shown, in seconds; evenly by default. */
  times?: readonly number[];
  rotation?: Rotation;
  hasSound?: boolean;
}): Promise<void> {
  const { outputPath, frames, format = "mp4", codec = "avc", framesPerSecond = 8 } = options;
  const output = new Output({
    format: FORMATS[format](),
    target: new FilePathTarget(outputPath),
  });
  const source = new VideoSampleSource({ codec, bitrate: 4_000_000 });
  output.addVideoTrack(source, options.rotation ? { rotation: options.rotation } : {});
  const sound = options.hasSound
    ? new AudioSampleSource({ codec: format.endsWith("webm") ? "opus" : "aac", bitrate: 96_000 })
    : null;
  if (sound) output.addAudioTrack(sound);
  await output.start();
  let index = 0;
  for (const frame of frames) {
    const pixels = pixelsOf(frame);
    const timestamp = options.times?.[index] ?? index / framesPerSecond;
    const next = options.times?.[index + 1] ?? timestamp + 1 / framesPerSecond;
    const sample = new VideoSample(pixels.data, {
      ...pixels.layout,
      codedWidth: frame.width,
      codedHeight: frame.height,
      timestamp,
      duration: next - timestamp,
    });
    await source.add(sample);
    sample.close();
    index += 1;
  }
  if (sound) await sound.add(tone(index / framesPerSecond));
  await output.finalize();
}

/** As planes, because the encoders' own conversion writes BT.601 under the name of BT.709. Odd sides are left to it. */
function pixelsOf(frame: RawFrame) {
  const { width, height, data } = frame;
  if (width % 2 === 0 && height % 2 === 0) {
    const planes = new Uint8Array(i420SizeBytes(width, height));
    rgbToI420(frame, planes);
    const colorSpace = {
      primaries: "bt709",
      transfer: "bt709",
      matrix: "bt709",
      fullRange: false,
    } as const;
    return { data: planes, layout: { format: "I420", colorSpace } as const };
  }
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4)
    rgba.set(data.subarray(from, from + 3), to);
  return { data: rgba, layout: { format: "RGBA" } as const };
}

function tone(seconds: number): AudioSample {
  const sampleRate = 48_000;
  const data = new Float32Array(Math.ceil(seconds * sampleRate)).map((_, at) =>
    Math.sin((at * 440 * 2 * Math.PI) / sampleRate),
  );
  return new AudioSample({ data, format: "f32", numberOfChannels: 1, sampleRate, timestamp: 0 });
}
