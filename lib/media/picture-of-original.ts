import { rectWithin } from "#lib/core/film-area.ts";
import { fitRect, type Fit, type Rect, type Size } from "#lib/core/fit.ts";
import type { Original } from "#lib/core/take.ts";
import { fitToFrame } from "./fit-to-frame.ts";
import type { RawFrame } from "./raw-frame.ts";
import { sharp } from "./safe-sharp.ts";

/** What of an original's pictures the film shows. */
export type FilmView = {
  /** In the original's pixels. */
  readonly area: Rect;
  /** What the area stands for: its true shape, where the backend stretched it a little. */
  readonly shape: Size;
};

/** Even sides turn a shape by up to two pixels; a bar of that width would be a mistake in every clip. */
const ROUNDING_PX = 2;

/**
 * What the film shows of an original in its frame of now: the whole frame that it was drawn for while that has the
 * same shape. In another shape the bars that were drawn then are left out, so that the clip lies in the new frame just
 * as its keyframes do, and not as a picture with bars within other bars.
 * @param options.keyframes the sizes of the two drawings
 */
export function filmViewOf(options: {
  original: Pick<Original, "width" | "height" | "drawnFor" | "filmArea">;
  keyframes: { readonly first: Size; readonly last: Size };
  frame: Size;
  fit: Fit;
}): FilmView {
  const { original, keyframes, frame, fit } = options;
  const { width, height } = original;
  const shape = original.drawnFor ?? { width, height };
  const area = original.filmArea ?? { x: 0, y: 0, width, height };
  if (fit.policy === "cover" || isSameShape(shape, frame)) return { area, shape };
  const first = fitRect({ image: keyframes.first, frame: shape, policy: "contain" });
  const last = fitRect({ image: keyframes.last, frame: shape, policy: "contain" });
  // Two drawings of different shapes: what moves between them fills more than either.
  if (!isSameShape(first, last)) return { area, shape };
  return { area: rectWithin(area, first, shape), shape: keyframes.first };
}

/** The film's view of a picture of an original, in the film's frame, without distorting what it stands for. */
export async function pictureOfOriginal(options: {
  drawing: RawFrame;
  view: FilmView;
  frame: Size;
  fit: Fit;
}): Promise<RawFrame> {
  const { drawing, view, frame, fit } = options;
  const picture = await crop(drawing, view.area);
  if (!isSameShape(view.shape, frame)) {
    return fitToFrame({ picture, shape: view.shape, frame, fit });
  }
  if (picture.width === frame.width && picture.height === frame.height) return picture;
  const data = await raw(picture)
    .resize(frame.width, frame.height, { fit: "fill", kernel: "lanczos3" })
    .raw()
    .toBuffer();
  return { width: frame.width, height: frame.height, data };
}

function isSameShape(shape: Size, frame: Size): boolean {
  const { width, height } = fitRect({ image: shape, frame, policy: "contain" });
  return frame.width - width <= ROUNDING_PX && frame.height - height <= ROUNDING_PX;
}

/** A pixel at up to 256, two at up to 512: a backend that enlarges what it drew enlarges the blur at its bars too. */
const EDGE_SHARE = 1 / 256;

/**
 * The area alone. Along a cut edge the outermost pixels hold some of the bar's colour, because video keeps colour for
 * pairs of pixels and blurs hard edges; they are replaced by their inner neighbours.
 */
async function crop(frame: RawFrame, area: Rect): Promise<RawFrame> {
  const { width, height } = area;
  if (width === frame.width && height === frame.height) return frame;
  const shorter = Math.min(width, height);
  // A sliver has no pixel to spare.
  const edgePx = shorter < 8 ? 0 : Math.ceil(shorter * EDGE_SHARE);
  const cut = (isCut: boolean) => (isCut ? edgePx : 0);
  const edges = {
    left: cut(area.x > 0),
    top: cut(area.y > 0),
    right: cut(area.x + width < frame.width),
    bottom: cut(area.y + height < frame.height),
  };
  const data = await raw(frame)
    .extract({
      left: area.x + edges.left,
      top: area.y + edges.top,
      width: width - edges.left - edges.right,
      height: height - edges.top - edges.bottom,
    })
    .extend({ ...edges, extendWith: "copy" })
    .raw()
    .toBuffer();
  return { width, height, data };
}

function raw(frame: RawFrame) {
  return sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } });
}
