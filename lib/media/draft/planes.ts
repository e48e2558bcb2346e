import type { RawFrame } from "../raw-frame.ts";

/**
 * Where each pixel of one picture lies in the other: pixel (x, y) has moved to (x + dx, y + dy), in pixels of the
 * working size.
 */
export type Flow = {
  readonly width: number;
  readonly height: number;
  readonly dx: Float32Array;
  readonly dy: Float32Array;
};

export function makeFlow(width: number, height: number): Flow {
  const size = width * height;
  return { width, height, dx: new Float32Array(size), dy: new Float32Array(size) };
}

/** Mean over a square of side `2 × radiusPx + 1`, by running sums; the edge pixels are repeated outwards. */
export function boxBlur(
  source: Float32Array,
  size: { width: number; height: number },
  radiusPx: number,
): Float32Array {
  const { width, height } = size;
  const rows = new Float32Array(source.length);
  const out = new Float32Array(source.length);
  const scale = 1 / (2 * radiusPx + 1);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    const last = start + width - 1;
    let sum = (source[start] as number) * (radiusPx + 1);
    for (let i = 1; i <= radiusPx; i++) sum += source[Math.min(last, start + i)] as number;
    for (let at = start; at <= last; at++) {
      rows[at] = sum * scale;
      const entering = at + radiusPx + 1;
      const leaving = at - radiusPx;
      sum += source[entering < last ? entering : last] as number;
      sum -= source[leaving > start ? leaving : start] as number;
    }
  }
  // Down all columns at once, row after row: column by column would miss the cache at every step.
  const sums = new Float32Array(width);
  for (let y = -radiusPx; y <= radiusPx; y++) {
    const row = Math.min(height - 1, Math.max(0, y)) * width;
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (rows[row + x] as number);
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const entering = Math.min(height - 1, y + radiusPx + 1) * width;
    const leaving = Math.max(0, y - radiusPx) * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x] as number;
      out[row + x] = sum * scale;
      sums[x] = sum + (rows[entering + x] as number) - (rows[leaving + x] as number);
    }
  }
  return out;
}

/**
 * How unlike `from` is to `to` looked up through the flow: mean over the channels, 0..255 cut at `MAX_UNLIKE`, for
 * each pixel. A place outside the picture counts as unlike as can be.
 */
export function unlikeness(from: RawFrame, to: RawFrame, flow: Flow): Float32Array {
  const { width, height } = from;
  const out = new Float32Array(width * height);
  const a = from.data;
  const b = to.data;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = x + (flow.dx[i] as number);
      const py = y + (flow.dy[i] as number);
      if (px < 0 || py < 0 || px > width - 1 || py > height - 1) {
        out[i] = MAX_UNLIKE;
        continue;
      }
      const x0 = px | 0;
      const y0 = py | 0;
      const fx = px - x0;
      const fy = py - y0;
      const p = (y0 * width + x0) * 3;
      const right = x0 < width - 1 ? 3 : 0;
      const down = y0 < height - 1 ? width * 3 : 0;
      const w00 = (1 - fx) * (1 - fy);
      const w10 = fx * (1 - fy);
      const w01 = (1 - fx) * fy;
      const w11 = fx * fy;
      const o = i * 3;
      let sum = 0;
      for (let c = 0; c < 3; c++) {
        const value =
          (b[p + c] as number) * w00 +
          (b[p + right + c] as number) * w10 +
          (b[p + down + c] as number) * w01 +
          (b[p + right + down + c] as number) * w11;
        sum += Math.abs(value - (a[o + c] as number));
      }
      out[i] = Math.min(MAX_UNLIKE, sum / 3);
    }
  }
  return out;
}

/** Beyond this two pixels are simply different; how much so says nothing more. */
export const MAX_UNLIKE = 50;
