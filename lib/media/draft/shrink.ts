import type { RawFrame } from "../raw-frame.ts";

/** The picture at the size at which motion is looked for, by averaging; itself when it is no larger. */
export function shrinkToWorkingSize(picture: RawFrame, sidePx: number): RawFrame {
  const scale = sidePx / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    const top = Math.floor((y * picture.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * picture.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * picture.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * picture.width) / width));
      const count = (bottom - top) * (right - left);
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let py = top; py < bottom; py++) {
          for (let px = left; px < right; px++) {
            sum += picture.data[(py * picture.width + px) * 3 + c] as number;
          }
        }
        data[o++] = Math.round(sum / count);
      }
    }
  }
  return { width, height, data };
}
