import { GengaError } from "#lib/core/errors.ts";
import { fitRect, type Fit, type Size } from "#lib/core/fit.ts";
import type { RawFrame } from "./raw-frame.ts";
import { READ_OPTIONS, sharp } from "./safe-sharp.ts";

/** A picture to be fitted: an imported image's bytes, or a frame of a video. */
export type Picture = Uint8Array | RawFrame;

/**
 * Lays a picture in a frame by the project's policy, without distorting it: Lanczos, alpha laid on the colour, bars in
 * the colour. The same input gives the same pixels.
 * @param options.fit.color `#rrggbb`
 * @param options.shape what the picture stands for, where its pixels are a little stretched
 */
export async function fitToFrame(options: {
  picture: Picture;
  frame: Size;
  fit: Fit;
  shape?: Size;
}): Promise<RawFrame> {
  const { picture, frame, fit, shape } = options;
  if (
    !(picture instanceof Uint8Array) &&
    picture.width === frame.width &&
    picture.height === frame.height
  ) {
    return picture;
  }
  const source = open(picture);
  const image = shape ?? (await pictureSize(picture));
  const rect = fitRect({ image, frame, policy: fit.policy });
  let pipeline = source
    .flatten({ background: fit.color })
    .resize(rect.width, rect.height, { fit: "fill", kernel: "lanczos3" });
  if (fit.policy === "cover") {
    pipeline = pipeline.extract({
      left: Math.max(0, -rect.x),
      top: Math.max(0, -rect.y),
      width: frame.width,
      height: frame.height,
    });
  } else {
    pipeline = pipeline.extend({
      left: rect.x,
      top: rect.y,
      right: frame.width - rect.width - rect.x,
      bottom: frame.height - rect.height - rect.y,
      background: fit.color,
    });
  }
  const { data, info } = await pipeline
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== frame.width || info.height !== frame.height || info.channels !== 3) {
    throw new GengaError("internal", "The image could not be fitted to the frame.", {
      log: `fitted to ${info.width}×${info.height}×${info.channels} for ${frame.width}×${frame.height}`,
    });
  }
  return { width: frame.width, height: frame.height, data };
}

function open(picture: Picture) {
  if (picture instanceof Uint8Array) return sharp(picture, READ_OPTIONS);
  return sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  });
}

/** A picture's own size in pixels. */
export async function pictureSize(picture: Picture): Promise<Size> {
  if (!(picture instanceof Uint8Array)) return picture;
  const { width, height } = await sharp(picture, READ_OPTIONS).metadata();
  return { width, height };
}
