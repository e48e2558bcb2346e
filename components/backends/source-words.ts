import type { SourceKind } from "#lib/core/backend-settings.ts";

/** What Genga can put into an app's input, as the form offers it. */
export const SOURCE_NAMES: Record<SourceKind, string> = {
  "first-image": "First drawing",
  "last-image": "Second drawing",
  prompt: "Prompt",
  "negative-prompt": "Negative prompt",
  seed: "Seed",
  "duration-seconds": "Length in seconds",
  setting: "Backend setting",
  default: "The app’s own default",
};
