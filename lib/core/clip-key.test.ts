import { describe, expect, it } from "vitest";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { clipKeyOf, clipSpecOf } from "./clip-key.ts";
import type { Motion } from "./motion.ts";
import type { Original, Take } from "./take.ts";

const ORIGINAL: Original = {
  hash: "a".repeat(64),
  frames: 16,
  width: 1024,
  height: 640,
  frameRate: { num: 8, den: 1 },
  span: "closed",
};

/** The key of the one segment's clip: 48 frames of 1024 × 640. */
function keyOf(options: { original?: Partial<Original>; motion?: Motion } = {}): string {
  const { project, sequence } = storyOf({
    count: 2,
    project: { motion: options.motion ?? "held" },
  });
  const [segment] = sequence.segments;
  if (!segment) throw new Error("the story has one segment");
  // Only its original is looked at.
  const take = { original: { ...ORIGINAL, ...options.original } } as Take;
  const spec = clipSpecOf(project, segment, take);
  if (!spec) throw new Error("the take has an original");
  return clipKeyOf(spec);
}

describe("the key of a clip", () => {
  // As clips were named before there was a motion or a frame that an original was drawn for.
  const BEFORE = "549746d759b03f9dbdcc53efb38d4cd3311a837be7601d0800affb05671e340c";

  it("is what it was before motion could be chosen, so that no clip is derived anew for nothing", () => {
    expect(keyOf()).toBe(BEFORE);
    expect(keyOf({ original: { drawnFor: { width: 1024, height: 640 } } })).toBe(BEFORE);
  });

  it("is the same held and smoothed where there is a drawing for each frame", () => {
    for (const frames of [48, 49, 120]) {
      expect(keyOf({ original: { frames }, motion: "smoothed" })).toBe(BEFORE);
    }
  });

  it("is another one for what makes another clip", () => {
    const drawnFor = { width: 1280, height: 720 };
    const filmArea = { x: 0, y: 32, width: 1024, height: 576 };
    const keys = [
      keyOf(),
      keyOf({ motion: "smoothed" }),
      keyOf({ original: { drawnFor } }),
      keyOf({ original: { drawnFor, filmArea } }),
      keyOf({ original: { drawnFor, filmArea }, motion: "smoothed" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
