import { fitRect, type Fit, type Rect, type Size } from "#lib/core/fit.ts";
import { fitToFrame, type Picture } from "./fit-to-frame.ts";
import type { RawFrame } from "./raw-frame.ts";
import { sharp } from "./safe-sharp.ts";

/**
 * A keyframe as a backend is to draw it: first fitted to the project's frame by its policy, then laid whole in the
 * backend's native size with bars. So nothing that the film shows is missing from what the backend sees, and
 * `pictureOfOriginal` can cut the same area out of what comes back.
 * @param options.nativeSize null when the backend draws at the project's size
 */
export async function fitForBackend(options: {
  picture: Picture;
  frame: Size;
  fit: Fit;
  nativeSize: Size | null;
}): Promise<RawFrame> {
  const { picture, frame, fit, nativeSize } = options;
  const fitted = await fitToFrame({ picture, frame, fit });
  if (!nativeSize) return fitted;
  return fitToFrame({
    picture: fitted,
    frame: nativeSize,
    fit: { policy: "contain", color: fit.color },
  });
}

/** 1024×640 rounded to multiples of 32 and 64, as video models do, changes the shape by up to 3 %. */
const SAME_SHAPE = 0.035;

/**
 * The film's area of a frame that a backend drew at its own size, at the project's size.
 * @param options.drawnFor the project's frame when it was drawn; another shape than `frame` is fitted by the policy
 */
export async function pictureOfOriginal(options: {
  original: RawFrame;
  drawnFor: Size;
  frame: Size;
  fit: Fit;
}): Promise<RawFrame> {
  const { original, drawnFor, frame, fit } = options;
  // Models round sides to their own multiples: about the same shape is the whole picture, not one with bars.
  const stretch = (original.width / original.height) * (drawnFor.height / drawnFor.width);
  const area =
    Math.abs(stretch - 1) < SAME_SHAPE
      ? { x: 0, y: 0, width: original.width, height: original.height }
      : fitRect({ image: drawnFor, frame: original, policy: "contain" });
  const picture = await crop(original, area);
  const sameShape = Math.abs(frame.width / frame.height - drawnFor.width / drawnFor.height) < 0.01;
  if (!sameShape) return fitToFrame({ picture, frame, fit });
  if (picture.width === frame.width && picture.height === frame.height) return picture;
  // The same shape up to the rounding of the bars to whole pixels: fill the frame exactly, with no sliver of bar.
  const data = await raw(picture)
    .resize(frame.width, frame.height, { fit: "fill", kernel: "lanczos3" })
    .raw()
    .toBuffer();
  return { width: frame.width, height: frame.height, data };
}

async function crop(frame: RawFrame, area: Rect): Promise<RawFrame> {
  if (area.width === frame.width && area.height === frame.height) return frame;
  const data = await raw(frame)
    .extract({ left: area.x, top: area.y, width: area.width, height: area.height })
    .raw()
    .toBuffer();
  return { width: area.width, height: area.height, data };
}

function raw(frame: RawFrame) {
  return sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } });
}
