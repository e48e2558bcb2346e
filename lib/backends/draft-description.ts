import type { BackendDescription } from "#lib/core/backend-description.ts";

/** The built-in backend: no network, no GPU, seconds a segment, honest about being a draft. */
export const DRAFT_DESCRIPTION: BackendDescription = {
  id: "draft",
  name: "Draft",
  // Raised whenever lib/media/draw-draft.ts draws other pixels, so that the same fingerprint is the same take.
  version: "1",
  isDraft: true,
  nativeSize: null,
  nativeFrames: null,
  nativeFrameRate: null,
  span: "half-open",
  usesPrompt: false,
  usesNegativePrompt: false,
  seedRange: { min: 0, max: 50_000 },
  params: [],
  canCancel: true,
};
