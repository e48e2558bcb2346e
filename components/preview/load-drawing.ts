import { fitRect, type FitPolicy, type Rect } from "#lib/core/fit.ts";

/** A keyframe's drawing, to be brought into a frame of this size. */
export type DrawingRequest = {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly policy: FitPolicy;
};

export type Drawing = { readonly bitmap: ImageBitmap; readonly rect: Rect };

/**
 * Fetches a drawing and scales it once to the size at which it stands in the frame, so that a large original is not
 * kept in memory and a frame costs no scaling.
 * @throws when it can't be fetched or decoded, or the signal fires.
 */
export async function loadDrawing(request: DrawingRequest, signal: AbortSignal): Promise<Drawing> {
  const response = await fetch(request.url, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const whole = await createImageBitmap(await response.blob());
  const rect = fitRect({ image: whole, frame: request, policy: request.policy });
  if (whole.width === rect.width && whole.height === rect.height) return { bitmap: whole, rect };
  // Only what is inside the frame: a long strip that covers the frame would be many frames large.
  const x = Math.max(0, rect.x);
  const y = Math.max(0, rect.y);
  const width = Math.min(rect.width, request.width);
  const height = Math.min(rect.height, request.height);
  const scaleX = whole.width / rect.width;
  const scaleY = whole.height / rect.height;
  try {
    const bitmap = await createImageBitmap(
      whole,
      Math.round((x - rect.x) * scaleX),
      Math.round((y - rect.y) * scaleY),
      Math.max(1, Math.round(width * scaleX)),
      Math.max(1, Math.round(height * scaleY)),
      { resizeWidth: width, resizeHeight: height, resizeQuality: "high" },
    );
    return { bitmap, rect: { x, y, width, height } };
  } finally {
    whole.close();
  }
}
