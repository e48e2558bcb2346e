import type { VideoSample } from "mediabunny";
import type { RawFrame } from "./raw-frame.ts";
import { i420ToRgb } from "./yuv.ts";

/** A decoded frame as a person is to see it: in RGB by the colours that its file names, and turned as it says. */
export async function pictureOfSample(sample: VideoSample): Promise<RawFrame> {
  const frame = await rgbOf(sample);
  const turned = turn(frame, sample.rotation);
  return sample.flip ? mirror(turned) : turned;
}

async function rgbOf(sample: VideoSample): Promise<RawFrame> {
  const { codedWidth: width, codedHeight: height } = sample;
  if (sample.format === "I420") {
    const { matrix, fullRange } = sample.colorSpace;
    return i420ToRgb({
      planes: await planesOf(sample),
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

/**
 * Planar 4:2:0 with chroma for every pixel. Of odd sides the decoder copies chroma for whole pairs only; the last
 * pixels then get their neighbours'.
 */
async function planesOf(sample: VideoSample): Promise<Uint8Array> {
  const { codedWidth: width, codedHeight: height } = sample;
  const planes = new Uint8Array(sample.allocationSize());
  const [, u, v] = await sample.copyTo(planes);
  if (!u || !v || (width % 2 === 0 && height % 2 === 0)) return planes;
  const [chromaWidth, chromaHeight] = [(width + 1) >> 1, (height + 1) >> 1];
  const rows = Math.floor((v.offset - u.offset) / u.stride);
  const luma = width * height;
  const whole = new Uint8Array(luma + 2 * chromaWidth * chromaHeight);
  whole.set(planes.subarray(0, luma));
  let to = luma;
  for (const plane of [u, v]) {
    for (let y = 0; y < chromaHeight; y++) {
      const row = plane.offset + Math.min(y, rows - 1) * plane.stride;
      for (let x = 0; x < chromaWidth; x++)
        whole[to++] = planes[row + Math.min(x, plane.stride - 1)] ?? 128;
    }
  }
  return whole;
}

function turn(frame: RawFrame, degrees: VideoSample["rotation"]): RawFrame {
  const { width, height } = frame;
  switch (degrees) {
    case 0:
      return frame;
    case 90:
      return pick(frame, { width: height, height: width }, (x, y) => [y, height - 1 - x]);
    case 180:
      return pick(frame, frame, (x, y) => [width - 1 - x, height - 1 - y]);
    case 270:
      return pick(frame, { width: height, height: width }, (x, y) => [width - 1 - y, x]);
  }
}

function mirror(frame: RawFrame): RawFrame {
  return pick(frame, frame, (x, y) => [frame.width - 1 - x, y]);
}

/** @param from where in `frame` the pixel at a place of the new picture is */
function pick(
  frame: RawFrame,
  { width, height }: { width: number; height: number },
  from: (x: number, y: number) => readonly [x: number, y: number],
): RawFrame {
  const data = new Uint8Array(frame.data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = from(x, y);
      const at = (fromY * frame.width + fromX) * 3;
      data[to++] = frame.data[at] ?? 0;
      data[to++] = frame.data[at + 1] ?? 0;
      data[to++] = frame.data[at + 2] ?? 0;
    }
  }
  return { width, height, data };
}
