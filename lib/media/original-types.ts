import type { FrameRate } from "#lib/core/frame-rate.ts";

/** What came from a backend, as it really is. */
export type OriginalInfo = {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
  readonly durationSeconds: number;
  readonly codec: string;
};

/** A backend has no reason to give more than this for one segment. */
export const ORIGINAL_LIMITS = {
  sidePixels: 4096,
  frames: 2_400,
  fileBytes: 512 * 1024 * 1024,
} as const;

/** `open` reads the head; `count` decodes all frames and drops them; `decode` writes them to the pipe. */
export type OriginalRequest =
  | { readonly step: "open"; readonly path: string }
  | { readonly step: "count" }
  | { readonly step: "decode" };
