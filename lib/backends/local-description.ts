import type { BackendDescription } from "#lib/core/backend-description.ts";

/**
 * The in-betweener that `npm start` runs: called as ToonCrafter is, but it moves the two drawings by their flow, so
 * that neither a prompt nor a seed nor any of ToonCrafter's settings changes what it draws.
 */
export function localDescription(named: { id: string; name: string }): BackendDescription {
  return {
    ...named,
    version: "1",
    isDraft: false,
    nativeSize: { width: 512, height: 320 },
    nativeFrames: 49,
    nativeFrameRate: { num: 24, den: 1 },
    span: "closed",
    usesPrompt: false,
    usesNegativePrompt: false,
    seedRange: null,
    params: [],
    canCancel: true,
  };
}
