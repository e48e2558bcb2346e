import type { Fit } from "#lib/core/fit.ts";
import type { Asked } from "#lib/core/recipe.ts";
import { fitToFrame, type Picture } from "./fit-to-frame.ts";
import type { RawFrame } from "./raw-frame.ts";

/**
 * A keyframe as a backend is to draw it: first fitted to the film's frame of the recipe by its policy, then, where the
 * backend draws at a size of its own, laid whole in that with bars. So nothing that the film shows is missing from
 * what the backend sees, and `pictureOfOriginal` can cut the same area out of what comes back.
 */
export async function fitForBackend(options: {
  picture: Picture;
  fit: Fit;
  asked: Asked;
}): Promise<RawFrame> {
  const { picture, fit, asked } = options;
  const { width, height, drawnFor } = asked;
  const fitted = await fitToFrame({ picture, frame: drawnFor ?? { width, height }, fit });
  if (!drawnFor) return fitted;
  return fitToFrame({
    picture: fitted,
    frame: { width, height },
    fit: { policy: "contain", color: fit.color },
  });
}
