import type { RawFrame } from "./raw-frame.ts";

export type YuvMatrix = "bt709" | "bt601";

/** Luma weights of red and blue: ITU-R BT.709-6 §3 and BT.601-7 §2.5. */
const LUMA_WEIGHTS: Record<YuvMatrix, { red: number; blue: number }> = {
  bt709: { red: 0.2126, blue: 0.0722 },
  bt601: { red: 0.299, blue: 0.114 },
};

const FIXED = 1 << 16;
const HALF = FIXED >> 1;

/** Bytes of a planar 4:2:0 picture; both sides are even. */
export function i420SizeBytes(width: number, height: number): number {
  return (width * height * 3) / 2;
}

/**
 * Packed RGB to planar 4:2:0 in BT.709 limited range (luma 16..235, chroma 16..240), chroma averaged over 2×2.
 *
 * Done here and not by the encoder's own converter, because that one uses BT.601's matrix whatever the frame is
 * flagged as, and its rounding differs between builds: a clip's bytes must depend on its pixels alone.
 */
export function rgbToI420(frame: RawFrame, out: Uint8Array): void {
  const { width, height, data } = frame;
  const { red, blue } = LUMA_WEIGHTS.bt709;
  const green = 1 - red - blue;
  const lumaScale = (219 / 255) * FIXED;
  const chromaScale = (224 / 255) * FIXED;
  const yr = Math.round(red * lumaScale);
  const yg = Math.round(green * lumaScale);
  const yb = Math.round(blue * lumaScale);
  const ur = Math.round((-red / (2 * (1 - blue))) * chromaScale);
  const ug = Math.round((-green / (2 * (1 - blue))) * chromaScale);
  const ub = -ur - ug;
  const vg = Math.round((-green / (2 * (1 - red))) * chromaScale);
  const vb = Math.round((-blue / (2 * (1 - red))) * chromaScale);
  const vr = -vg - vb;
  const lumaOffset = 16 * FIXED + HALF;
  // The chroma sums are of four pixels, so everything there is four times as large.
  const chromaOffset = 4 * (128 * FIXED + HALF);
  const stride = width * 3;
  let u = width * height;
  let v = u + u / 4;
  for (let y = 0; y < height; y += 2) {
    let p = y * stride;
    let q = p + stride;
    let top = y * width;
    let bottom = top + width;
    for (let x = 0; x < width; x += 2) {
      // Reads are inside the buffer: both sides are even and its length was checked by the caller.
      const r0 = data[p] as number,
        g0 = data[p + 1] as number,
        b0 = data[p + 2] as number;
      const r1 = data[p + 3] as number,
        g1 = data[p + 4] as number,
        b1 = data[p + 5] as number;
      const r2 = data[q] as number,
        g2 = data[q + 1] as number,
        b2 = data[q + 2] as number;
      const r3 = data[q + 3] as number,
        g3 = data[q + 4] as number,
        b3 = data[q + 5] as number;
      out[top++] = (yr * r0 + yg * g0 + yb * b0 + lumaOffset) >> 16;
      out[top++] = (yr * r1 + yg * g1 + yb * b1 + lumaOffset) >> 16;
      out[bottom++] = (yr * r2 + yg * g2 + yb * b2 + lumaOffset) >> 16;
      out[bottom++] = (yr * r3 + yg * g3 + yb * b3 + lumaOffset) >> 16;
      const r = r0 + r1 + r2 + r3;
      const g = g0 + g1 + g2 + g3;
      const b = b0 + b1 + b2 + b3;
      out[u++] = (ur * r + ug * g + ub * b + chromaOffset) >> 18;
      out[v++] = (vr * r + vg * g + vb * b + chromaOffset) >> 18;
      p += 6;
      q += 6;
    }
  }
}

/**
 * Planar 4:2:0 to packed RGB; the inverse of `rgbToI420` when left at its defaults.
 * @param options.fullRange true when luma runs 0..255, as some screen recorders write it
 */
export function i420ToRgb(options: {
  planes: Uint8Array;
  width: number;
  height: number;
  matrix?: YuvMatrix;
  fullRange?: boolean;
}): RawFrame {
  const { planes, width, height, matrix = "bt709", fullRange = false } = options;
  const { red, blue } = LUMA_WEIGHTS[matrix];
  const green = 1 - red - blue;
  const lumaGain = Math.round((fullRange ? 1 : 255 / 219) * FIXED);
  const chromaGain = (fullRange ? 1 : 255 / 224) * FIXED;
  const rv = Math.round(2 * (1 - red) * chromaGain);
  const bu = Math.round(2 * (1 - blue) * chromaGain);
  const gu = Math.round(((2 * blue * (1 - blue)) / green) * chromaGain);
  const gv = Math.round(((2 * red * (1 - red)) / green) * chromaGain);
  const black = fullRange ? 0 : 16;
  // Clamping by the array type is what makes this loop quick.
  const data = new Uint8ClampedArray(width * height * 3);
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  const uStart = width * height;
  const vStart = uStart + chromaWidth * chromaHeight;
  let i = 0;
  let o = 0;
  for (let y = 0; y < height; y++) {
    const row = (y >> 1) * chromaWidth;
    for (let x = 0; x < width; x++) {
      const c = row + (x >> 1);
      const luma = ((planes[i++] as number) - black) * lumaGain + HALF;
      const u = (planes[uStart + c] as number) - 128;
      const v = (planes[vStart + c] as number) - 128;
      data[o++] = (luma + rv * v) >> 16;
      data[o++] = (luma - gu * u - gv * v) >> 16;
      data[o++] = (luma + bu * u) >> 16;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
