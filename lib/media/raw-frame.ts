/**
 * One uncompressed picture: 8-bit sRGB, three bytes a pixel, rows packed from the top left with no padding.
 * Alpha is gone by here: images are laid on the project's colour when they are fitted.
 */
export type RawFrame = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};
