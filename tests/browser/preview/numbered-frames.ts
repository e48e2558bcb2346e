import type { RawFrame } from "#lib/media/raw-frame.ts";

/** The pictures' size, and the grid of squares that spells a number: 4 × 3 bits, the lowest at the top left. */
export const NUMBERED = { width: 320, height: 192, columns: 4, rows: 3, squarePx: 32 } as const;

/** Where the middle of a bit's square is. */
export function squareCenter(bit: number): { x: number; y: number } {
  const { columns, squarePx } = NUMBERED;
  return {
    x: 48 + (bit % columns) * 64 + squarePx / 2,
    y: 16 + Math.floor(bit / columns) * 56 + squarePx / 2,
  };
}

/**
 * A picture that says which one it is, in squares that survive any encoder, on a ground that moves so that every frame
 * differs from the last in more than the squares.
 * @param number 0..4095
 */
export function numberedFrame(number: number): RawFrame {
  const { width, height, columns, rows, squarePx } = NUMBERED;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = 150;
      data[at + 1] = Math.round(90 + 40 * Math.sin((x + number * 3) / 20));
      data[at + 2] = Math.round(70 + (y / height) * 60);
    }
  }
  for (let bit = 0; bit < columns * rows; bit += 1) {
    const value = (number >> bit) & 1 ? 240 : 12;
    const center = squareCenter(bit);
    for (let y = center.y - squarePx / 2; y < center.y + squarePx / 2; y += 1) {
      data.fill(
        value,
        (y * width + center.x - squarePx / 2) * 3,
        (y * width + center.x + squarePx / 2) * 3,
      );
    }
  }
  return { width, height, data };
}
