import * as z from "zod/mini";
import { canonicalJson } from "./canonical-json.ts";
import { imageIdSchema } from "./ids.ts";
import { frameRateSchema } from "./project.ts";
import { paramsSchema } from "./segment.ts";
import { sha256Hex } from "./sha256-hex.ts";

/** What a backend was asked to make: geometry and length, which never make a take stale. */
const askedSchema = z.object({
  width: z.int(),
  height: z.int(),
  frames: z.int(),
  frameRate: frameRateSchema,
  /** The film's frame that the drawings were fitted for, where the backend draws at a size of its own. */
  drawnFor: z.optional(z.object({ width: z.int(), height: z.int() })),
});
export type Asked = z.infer<typeof askedSchema>;

/**
 * All that a backend is given. The images are named by content and by how they are fitted, which together fix the
 * pixels that are sent.
 */
export const recipeSchema = z.object({
  recipeVersion: z.literal(1),
  fromImageId: imageIdSchema,
  toImageId: imageIdSchema,
  fit: z.object({ policy: z.enum(["contain", "cover"]), color: z.string() }),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.int(),
  backendId: z.string(),
  backendVersion: z.string(),
  /** The backend that was asked, where another draws in its place. */
  fallbackFor: z.optional(z.string()),
  params: paramsSchema,
  asked: askedSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

/** The canonical hash of a recipe: the same fingerprint is the same take. */
export function fingerprintOf(recipe: Recipe): string {
  return sha256Hex(canonicalJson(recipe));
}
