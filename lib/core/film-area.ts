import { fitRect, type Rect, type Size } from "./fit.ts";
import type { Asked } from "./recipe.ts";

/** Models round the sides they draw to multiples of 8 to 64, which turns a shape by up to this share. */
const ROUNDED_SHAPE = 0.04;

/**
 * Where the film's frame lies in what a backend gave, in its pixels.
 *
 * ```
 *   film 16:9 in asked 8:5      given in about the asked shape      given in another shape
 *   ┌──────────────┐            ┌──────────────┐                    ┌────────────────────┐
 *   ├──────────────┤            ├──────────────┤                    │  ├──────────────┤  │
 *   │     film     │            │     film     │                    │  │     film     │  │
 *   ├──────────────┤            ├──────────────┤                    │  ├──────────────┤  │
 *   └──────────────┘            └──────────────┘                    └────────────────────┘
 * ```
 * What has about the shape that was asked for is that picture, stretched by the rounding of its sides. Of any other
 * shape nobody knows whether the app cropped, stretched or padded; it is taken to have padded evenly, because that is
 * the only one of the three that can be undone, and a wrong guess still shows the middle of the drawing.
 */
export function filmAreaOf(options: { asked: Asked; given: Size }): Rect {
  const { asked, given } = options;
  const turned = (given.width / given.height) * (asked.height / asked.width);
  const drawn =
    Math.abs(turned - 1) <= ROUNDED_SHAPE
      ? { x: 0, y: 0, width: given.width, height: given.height }
      : fitRect({ image: asked, frame: given, policy: "contain" });
  if (!asked.drawnFor) return drawn;
  const film = fitRect({ image: asked.drawnFor, frame: asked, policy: "contain" });
  return rectWithin(drawn, film, asked);
}

/** A rectangle given in the pixels of `of`, in those of the rectangle `outer` that stands for the same picture. */
export function rectWithin(outer: Rect, rect: Rect, of: Size): Rect {
  const across = (x: number) => outer.x + Math.round((x * outer.width) / of.width);
  const down = (y: number) => outer.y + Math.round((y * outer.height) / of.height);
  const [left, top] = [across(rect.x), down(rect.y)];
  return {
    x: left,
    y: top,
    width: Math.max(1, across(rect.x + rect.width) - left),
    height: Math.max(1, down(rect.y + rect.height) - top),
  };
}
