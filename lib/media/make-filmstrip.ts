import { pickFrames } from "./pick-frames.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex } from "./read-clip-index.ts";
import { sharp } from "./safe-sharp.ts";

export type Filmstrip = {
  /** WebP: the thumbnails side by side, in the clip's order. */
  readonly bytes: Uint8Array;
  readonly thumbnails: number;
  readonly thumbnailWidthPx: number;
  readonly heightPx: number;
};

const QUALITY = 80;

/**
 * A strip of small pictures spread evenly over one of our own clips, for the timeline. A clip with fewer frames than
 * thumbnails has one for each frame.
 */
export async function makeFilmstrip(options: {
  clipPath: string;
  thumbnails?: number;
  heightPx?: number;
}): Promise<Filmstrip> {
  const { clipPath, heightPx = 64 } = options;
  const clip = await readClipIndex(clipPath);
  const thumbnails = Math.min(options.thumbnails ?? 8, clip.frames);
  // At most 4:1, so that the strip of a panorama stays within WebP's 16,383 pixels.
  const widthPx = Math.max(1, Math.round(heightPx * Math.min(4, clip.width / clip.height)));
  const wanted = Array.from({ length: thumbnails }, (_, i) =>
    Math.floor((i * clip.frames) / thumbnails),
  );
  const strip = new Uint8Array(widthPx * thumbnails * heightPx * 3);
  let column = 0;
  for await (const { frame } of pickFrames(clipPath, wanted)) {
    const small = await raw(frame).resize(widthPx, heightPx, { fit: "cover" }).raw().toBuffer();
    for (let y = 0; y < heightPx; y++) {
      const row = small.subarray(y * widthPx * 3, (y + 1) * widthPx * 3);
      strip.set(row, (y * widthPx * thumbnails + column * widthPx) * 3);
    }
    column += 1;
  }
  const bytes = await raw({ width: widthPx * thumbnails, height: heightPx, data: strip })
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer();
  return { bytes, thumbnails, thumbnailWidthPx: widthPx, heightPx };
}

/** One frame of one of our own clips as WebP, by default the middle one, at most this high. */
export async function makePoster(options: {
  clipPath: string;
  frame?: number;
  heightPx?: number;
}): Promise<Uint8Array> {
  const { clipPath, heightPx = 360 } = options;
  const index = options.frame ?? (await readClipIndex(clipPath)).frames >> 1;
  for await (const { frame } of pickFrames(clipPath, [index])) {
    return raw(frame)
      .resize({ height: heightPx, withoutEnlargement: true })
      .webp({ quality: QUALITY, effort: 2 })
      .toBuffer();
  }
  throw new RangeError(`frame ${index} is not in the clip`);
}

function raw(frame: RawFrame) {
  return sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } });
}
