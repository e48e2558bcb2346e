import * as z from "zod/mini";
import { idSchema } from "./ids.ts";
import { storableText } from "./text.ts";

export const renderStatusSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("queued") }),
  z.object({ state: z.literal("running"), attempt: z.int() }),
  z.object({ state: z.literal("ready"), sizeBytes: z.number() }),
  z.object({ state: z.literal("failed"), message: storableText(1_000) }),
  z.object({ state: z.literal("cancelled") }),
]);
export type RenderStatus = z.infer<typeof renderStatusSchema>;

/** One made file of the storyboard film. Written by the server only. */
export const renderSchema = z.object({
  kind: z.literal("render"),
  id: idSchema,
  /** Hash of the clips and their order: the same key is the same film. */
  filmKey: z.string(),
  totalFrames: z.int(),
  status: renderStatusSchema,
  createdAt: z.string(),
  createdBy: z.nullable(z.string()),
});
export type Render = z.infer<typeof renderSchema>;
