import * as z from "zod/mini";
import { EASINGS } from "./easing.ts";
import { MOTIONS } from "./motion.ts";
import type { Fit, Size } from "./fit.ts";
import { idSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { storableText } from "./text.ts";

/** 4:2:0 chroma halves both sides, so a frame's sides are even. */
const evenSide = z
  .int()
  .check(
    z.minimum(LIMITS.frameSidePixels.min),
    z.maximum(LIMITS.frameSidePixels.max),
    z.multipleOf(2),
  );

export const frameRateSchema = z
  .object({
    num: z.int().check(z.minimum(1), z.maximum(120_000)),
    den: z.int().check(z.minimum(1), z.maximum(1_001)),
  })
  .check(z.refine((rate) => rate.num / rate.den >= 1 && rate.num / rate.den <= 120));

/** One storyboard: its frame, its rate and what its segments take unless they say otherwise. */
export const projectSchema = z.object({
  kind: z.literal("project"),
  id: idSchema,
  name: storableText(LIMITS.nameChars).check(z.minLength(1)),
  frameRate: frameRateSchema,
  width: evenSide,
  height: evenSide,
  fit: z.enum(["contain", "cover"]),
  fitColor: z.string().check(z.regex(/^#[0-9a-f]{6}$/)),
  /** Length of a segment that sets none, in frames. */
  segmentFrames: z
    .int()
    .check(z.minimum(LIMITS.segmentFrames.min), z.maximum(LIMITS.segmentFrames.max)),
  easing: z.enum(EASINGS),
  motion: z.enum(MOTIONS),
  backendId: storableText(64).check(z.minLength(1)),
  /** Nothing new is drawn while it is paused; what is being drawn goes on to its end. */
  isPaused: z.boolean(),
  /** Joined to every segment's own prompt: the style of the whole story. */
  prompt: storableText(LIMITS.promptChars),
  negativePrompt: storableText(LIMITS.promptChars),
});

export type Project = z.infer<typeof projectSchema>;

/** A new project: two seconds a segment at 24 frames a second, ToonCrafter's 8:5 shape at twice its size. */
export function newProject(id: string, name: string): Project {
  return {
    kind: "project",
    id,
    name,
    frameRate: { num: 24, den: 1 },
    width: 1024,
    height: 640,
    fit: "contain",
    fitColor: "#ffffff",
    segmentFrames: 48,
    easing: "linear",
    motion: "held",
    backendId: "draft",
    isPaused: false,
    prompt: "",
    negativePrompt: "",
  };
}

export function frameSizeOf(project: Project): Size {
  return { width: project.width, height: project.height };
}

export function fitOf(project: Project): Fit {
  return { policy: project.fit, color: project.fitColor };
}
