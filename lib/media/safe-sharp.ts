import sharp, { type Sharp } from "sharp";
import { LIMITS } from "#lib/core/limits.ts";

// sharp reads SVG, PDF and more by default, some through parsers with a long record of holes: allow a few, by content.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadHeifBuffer",
    "VipsForeignLoadNsgifBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});
// Two images at once on two cores are quicker than one image on two threads, and memory stays bounded.
sharp.concurrency(1);
sharp.cache(false);

/** What every reading of encoded bytes is bound by: pixels, one page, no tolerance for damage. */
export const READ_OPTIONS = {
  limitInputPixels: LIMITS.imagePixels,
  failOn: "error",
  pages: 1,
} as const;

export { sharp };
export type { Sharp };
