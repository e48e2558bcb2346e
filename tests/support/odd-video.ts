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

/** How colours are written. */
const COLOR_SPACES = {
  bt709: { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false },
  "full bt709": { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: true },
  bt601: { primaries: "smpte170m", transfer: "smpte170m", matrix: "smpte170m", fullRange: false },
} as const;
export type OddColors = keyof typeof COLOR_SPACES;

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
  colors?: OddColors;
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
    const pixels = pixelsOf(frame, options.colors ?? "bt709");
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
function pixelsOf(frame: RawFrame, colors: OddColors) {
  const { width, height, data } = frame;
  if (width % 2 === 0 && height % 2 === 0) {
    const layout = { format: "I420", colorSpace: COLOR_SPACES[colors] } as const;
    return { data: planesOf(frame, colors), layout };
  }
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4)
    rgba.set(data.subarray(from, from + 3), to);
  return { data: rgba, layout: { format: "RGBA" } as const };
}

/** By the formulas of ITU-R BT.601-7 §2.5.3 and BT.709-6 §3.4, in floating point and apart from the code under test. */
function planesOf({ width, height, data }: RawFrame, colors: OddColors): Uint8Array {
  const [red, blue] = colors === "bt601" ? [0.299, 0.114] : [0.2126, 0.0722];
  const [black, lumaScale, chromaScale] = colors === "full bt709" ? [0, 255, 255] : [16, 219, 224];
  const planes = new Uint8ClampedArray(width * height * 1.5);
  const [uAt, vAt] = [width * height, width * height * 1.25];
  const sums = new Float64Array(width * height * 0.5);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]].map(
        (v) => (v ?? 0) / 255,
      );
      const luma = red * r + (1 - red - blue) * g + blue * b;
      planes[y * width + x] = black + lumaScale * luma;
      const pair = (y >> 1) * (width / 2) + (x >> 1);
      sums[pair] = (sums[pair] ?? 0) + (b - luma) / (2 * (1 - blue));
      sums[pair + uAt / 4] = (sums[pair + uAt / 4] ?? 0) + (r - luma) / (2 * (1 - red));
    }
  }
  for (let pair = 0; pair < uAt / 4; pair++) {
    planes[uAt + pair] = 128 + (chromaScale * (sums[pair] ?? 0)) / 4;
    planes[vAt + pair] = 128 + (chromaScale * (sums[pair + uAt / 4] ?? 0)) / 4;
  }
  return new Uint8Array(planes.buffer);
}

function tone(seconds: number): AudioSample {
  const sampleRate = 48_000;
  const data = new Float32Array(Math.ceil(seconds * sampleRate)).map((_, at) =>
    Math.sin((at * 440 * 2 * Math.PI) / sampleRate),
  );
  return new AudioSample({ data, format: "f32", numberOfChannels: 1, sampleRate, timestamp: 0 });
}
