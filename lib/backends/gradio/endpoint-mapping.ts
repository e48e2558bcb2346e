import * as z from "zod/mini";
import type { Json } from "#lib/core/canonical-json.ts";

// The same values; only the house's type is readonly.
const jsonSchema = z.json() as z.ZodMiniType<Json>;

/** What goes into one input of an endpoint. */
const inputSourceSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("first-image") }),
  z.object({ from: z.literal("last-image") }),
  z.object({ from: z.literal("prompt") }),
  z.object({ from: z.literal("negative-prompt") }),
  z.object({ from: z.literal("seed") }),
  /** The segment's asked length in seconds. */
  z.object({ from: z.literal("duration-seconds") }),
  /** A setting of the same name in the recipe. */
  z.object({ from: z.literal("setting") }),
  /** The app's default as it was when the mapping was confirmed. */
  z.object({ from: z.literal("constant"), value: jsonSchema }),
]);
export type InputSource = z.infer<typeof inputSourceSchema>;

/** How Genga calls one endpoint of an app: confirmed by a person, saved, and checked again before each run. */
export const endpointMappingSchema = z.object({
  mappingVersion: z.literal(1),
  apiName: z.string().check(z.minLength(2), z.maxLength(200)),
  /**
   * Of the endpoint that was confirmed (`endpointFingerprint`). Null for a preset, which names inputs instead and
   * lets other inputs keep their app's defaults.
   */
  fingerprint: z.nullable(z.string()),
  /** By the input's name. */
  sources: z.record(z.string().check(z.maxLength(64)), inputSourceSchema),
  /** Which of the endpoint's outputs is the video. */
  outputIndex: z.int().check(z.minimum(0), z.maximum(200)),
});
export type EndpointMapping = z.infer<typeof endpointMappingSchema>;
