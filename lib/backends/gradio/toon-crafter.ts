import type { BackendDescription } from "#lib/core/backend-description.ts";
import { checkMapping } from "./check-mapping.ts";
import type { EndpointMapping } from "./endpoint-mapping.ts";
import type { GradioApp } from "./gradio-app.ts";

/** How ToonCrafter is called (its `gradio_app.py`: `get_image`); copies of it and `selfhost/` have the same endpoint. */
export const TOON_CRAFTER_MAPPING: EndpointMapping = {
  mappingVersion: 1,
  apiName: "/get_image",
  fingerprint: null,
  sources: {
    image: { from: "first-image" },
    prompt: { from: "prompt" },
    steps: { from: "setting" },
    cfg_scale: { from: "setting" },
    eta: { from: "setting" },
    fs: { from: "setting" },
    seed: { from: "seed" },
    image2: { from: "last-image" },
  },
  outputIndex: 0,
};

/** Whether an app is ToonCrafter or calls itself as it does, so that the preset says more of it than its own labels. */
export function isToonCrafter(app: GradioApp): boolean {
  try {
    checkMapping(app, TOON_CRAFTER_MAPPING);
    return true;
  } catch {
    return false;
  }
}

/**
 * What ToonCrafter is: 16 frames at 8 per second and 512 × 320, of which the first and last are the two drawings.
 * Ranges and defaults are those of its sliders.
 */
export function toonCrafterDescription(named: { id: string; name: string }): BackendDescription {
  return {
    ...named,
    version: "1",
    isDraft: false,
    nativeSize: { width: 512, height: 320 },
    nativeFrames: 16,
    nativeFrameRate: { num: 8, den: 1 },
    span: "closed",
    usesPrompt: true,
    usesNegativePrompt: false,
    seedRange: { min: 0, max: 50_000 },
    params: [
      {
        name: "steps",
        label: "Sampling steps",
        help: "How often the picture is refined. 25 is usable and twice as quick as 50.",
        type: "number",
        min: 1,
        max: 60,
        step: 1,
        default: 50,
      },
      {
        name: "cfg_scale",
        label: "Prompt strength (CFG scale)",
        help: "How closely the prompt is followed. High values make colours harsh.",
        type: "number",
        min: 1,
        max: 15,
        step: 0.5,
        default: 7.5,
      },
      {
        name: "eta",
        label: "Randomness (ETA)",
        help: "How much noise is added again at each step: 0 is calm and repeatable, 1 is as the model was tuned.",
        type: "number",
        min: 0,
        max: 1,
        step: 0.1,
        default: 1,
      },
      {
        name: "fs",
        label: "Motion strength (fs)",
        help: "The model's app calls it FPS, but it is how strongly things move: the smaller, the larger the motion. It changes neither the speed nor the number of frames.",
        type: "number",
        min: 5,
        max: 30,
        step: 1,
        default: 10,
      },
    ],
    canCancel: true,
  };
}
