import type { GradioParameter } from "./gradio-app.ts";

const WITHOUT_RANGE = { min: 0, max: 2_147_483_647 };

/** The seeds that an app's input takes. */
export function seedRangeOf({ range }: GradioParameter): { min: number; max: number } {
  if (!range) return WITHOUT_RANGE;
  // A range that begins below 0 does so for "at random".
  const min = Math.max(0, Math.ceil(range.min));
  const max = Math.min(Math.floor(range.max), WITHOUT_RANGE.max);
  return min <= max ? { min, max } : WITHOUT_RANGE;
}
