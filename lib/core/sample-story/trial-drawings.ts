import { SAMPLE_FRAME } from "./svg.ts";
import { walkInTheRainSvg } from "./walk-in-the-rain.ts";

/** Two moments of the sample's walk, half a step apart, to try a backend with: SVG documents of `frame`, and their story. */
export const TRIAL_DRAWINGS = {
  frame: SAMPLE_FRAME,
  prompt: "a girl with a red umbrella walks down a street in the rain",
  first: () => walkInTheRainSvg(0.4),
  last: () => walkInTheRainSvg(0.5),
} as const;
