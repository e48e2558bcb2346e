import * as z from "zod/mini";

/** Ids are made by whoever makes the record (a browser too), so their form is checked: UUIDs and Genga's own ids pass. */
export const idSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,40}$/));

/** The SHA-256 of an image as it is kept, in hex; knowing one gives no access. */
export const imageIdSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const SEPARATOR = "~";
export const segmentIdSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{8,40}~[A-Za-z0-9_-]{8,40}$/));

/** A segment's id is its pair, so that the same two neighbours always find their takes again. */
export function segmentIdOf(fromKeyframeId: string, toKeyframeId: string): string {
  return `${fromKeyframeId}${SEPARATOR}${toKeyframeId}`;
}

/** The pair that a segment's id names. */
export function keyframeIdsOf(segmentId: string): { fromKeyframeId: string; toKeyframeId: string } {
  const [fromKeyframeId = "", toKeyframeId = ""] = segmentId.split(SEPARATOR);
  return { fromKeyframeId, toKeyframeId };
}
