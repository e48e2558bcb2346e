import * as z from "zod/mini";
import { segmentIdSchema } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { MAX_SEED } from "#lib/core/segment.ts";
import { MAX_FIRST_SEGMENTS } from "#lib/core/take-priority.ts";

/** Drawn before the others, in this order: what the person looks at. Those that need nothing are passed over. */
const firstSegmentIds = z.optional(z.array(segmentIdSchema).check(z.maxLength(MAX_FIRST_SEGMENTS)));

/** What "Generate" asks for, as `POST /api/projects/:projectId/takes` takes it. */
export const takeRequestSchema = z.discriminatedUnion("scope", [
  z.strictObject({
    scope: z.literal("segments"),
    segmentIds: z.array(segmentIdSchema).check(z.minLength(1), z.maxLength(LIMITS.takesPerRequest)),
    /** A wished seed; a segment's locked seed comes before it. */
    seed: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(MAX_SEED)))),
    /** Draws a new take also where the chosen one is as the segment stands. */
    force: z.optional(z.boolean()),
    firstSegmentIds,
  }),
  z.strictObject({ scope: z.literal("missing"), firstSegmentIds }),
  z.strictObject({ scope: z.literal("stale"), firstSegmentIds }),
  z.strictObject({
    scope: z.literal("drafts"),
    /** The backend that draws anew what is only a draft. */
    backendId: z.string().check(z.minLength(1), z.maxLength(64)),
    firstSegmentIds,
  }),
]);
export type TakeRequest = z.infer<typeof takeRequestSchema>;
