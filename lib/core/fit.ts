/** How an image whose shape differs from the frame is brought in: whole with bars, or filling with its edges cropped. */
export type FitPolicy = "contain" | "cover";
export type Fit = { readonly policy: FitPolicy; readonly color: string };
export type Size = { readonly width: number; readonly height: number };
export type Rect = Size & { readonly x: number; readonly y: number };

/**
 * Where an image lands in a frame, in the frame's pixels.
 *
 * ```
 *   contain             cover
 *   ┌──┬────────┬──┐    ┌ ─ ─ ─ ─ ─ ┐  image (x, y may be negative)
 *   │  │ image  │  │    ├───────────┤
 *   │  │        │  │    │   frame   │
 *   └──┴────────┴──┘    └───────────┘
 * ```
 * Never distorts by more than the rounding to whole pixels.
 */
export function fitRect(options: { image: Size; frame: Size; policy: FitPolicy }): Rect {
  const { image, frame, policy } = options;
  const scaleX = frame.width / image.width;
  const scaleY = frame.height / image.height;
  const scale = policy === "contain" ? Math.min(scaleX, scaleY) : Math.max(scaleX, scaleY);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return {
    x: Math.round((frame.width - width) / 2),
    y: Math.round((frame.height - height) / 2),
    width,
    height,
  };
}
