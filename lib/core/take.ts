import * as z from "zod/mini";
import { frameRateSchema } from "./project.ts";
import { idSchema, segmentIdSchema } from "./ids.ts";
import { recipeSchema } from "./recipe.ts";
import { storableText } from "./text.ts";

/** How a backend's failure decides what happens next; never by its text. */
export const BACKEND_ERROR_CLASSES = [
  "busy",
  "quota",
  "asleep",
  "paused",
  "rejected",
  "broken",
  "transport",
  "cancelled",
] as const;
export type BackendErrorClass = (typeof BACKEND_ERROR_CLASSES)[number];

const takeErrorSchema = z.object({
  errorClass: z.enum(BACKEND_ERROR_CLASSES),
  /** What happened and what to do next, for the person. */
  message: storableText(1_000),
});
export type TakeError = z.infer<typeof takeErrorSchema>;

/** Each state carries only its own fields. Times are ISO 8601 in UTC. */
export const takeStatusSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("queued"), queuedAt: z.string() }),
  z.object({ state: z.literal("running"), attempt: z.int(), startedAt: z.string() }),
  z.object({ state: z.literal("waiting"), until: z.string(), error: takeErrorSchema }),
  z.object({ state: z.literal("ready"), readyAt: z.string(), elapsedMs: z.number() }),
  z.object({ state: z.literal("failed"), failedAt: z.string(), error: takeErrorSchema }),
  z.object({ state: z.literal("cancelled"), cancelledAt: z.string() }),
]);
export type TakeStatus = z.infer<typeof takeStatusSchema>;

/** What the backend gave, kept as it came. */
export const originalSchema = z.object({
  hash: z.string(),
  frames: z.int(),
  width: z.int(),
  height: z.int(),
  frameRate: frameRateSchema,
  span: z.enum(["closed", "half-open"]),
  /** The film's frame that it was drawn for; absent in older ones, which were drawn at its size. */
  drawnFor: z.optional(z.object({ width: z.int(), height: z.int() })),
  /** Where in its pictures the film's frame lies, in their pixels; absent where that is all of them. */
  filmArea: z.optional(z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })),
});
export type Original = z.infer<typeof originalSchema>;

/** The clip last derived from the original; `key` is the hash of all that went into it (see `clip-key.ts`). */
export const takeClipSchema = z.object({
  key: z.string(),
  frames: z.int(),
  /** Likeness of the clip's ends to the two keyframes, in decibels of PSNR. */
  seams: z.object({ firstPsnrDb: z.number(), lastPsnrDb: z.number() }),
});
export type TakeClip = z.infer<typeof takeClipSchema>;

/** One generated version of a segment with its whole recipe. Written by the server only; immutable once ready. */
export const takeSchema = z.object({
  kind: z.literal("take"),
  id: idSchema,
  segmentId: segmentIdSchema,
  /** 1, 2, 3 … within the segment, never used twice. */
  number: z.int(),
  recipe: recipeSchema,
  fingerprint: z.string(),
  /** The higher is drawn earlier. */
  priority: z.int(),
  status: takeStatusSchema,
  original: z.nullable(originalSchema),
  clip: z.nullable(takeClipSchema),
  /** What the backend and the checks have to say, for the person. */
  notes: z.array(storableText(1_000)),
  createdAt: z.string(),
  createdBy: z.nullable(z.string()),
});
export type Take = z.infer<typeof takeSchema>;

/** Whether something is still to come for this take. */
export function isPending(take: Take): boolean {
  const { state } = take.status;
  return state === "queued" || state === "running" || state === "waiting";
}

const NEXT: Record<TakeStatus["state"], readonly TakeStatus["state"][]> = {
  queued: ["running", "cancelled", "failed"],
  running: ["running", "queued", "waiting", "ready", "failed", "cancelled"],
  waiting: ["queued", "running", "cancelled", "failed"],
  ready: [],
  failed: ["queued"],
  cancelled: ["queued"],
};

/** Whether the lifecycle allows this step. `running → running` is another attempt taking over; ready is the end. */
export function canBecome(from: TakeStatus["state"], to: TakeStatus["state"]): boolean {
  return NEXT[from].includes(to);
}
