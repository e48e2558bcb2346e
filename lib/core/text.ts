import * as z from "zod/mini";

/**
 * A text that Postgres can hold: no NUL byte (it refuses one) and no lone surrogate (it would come back as another
 * character, and hashes of the text would differ).
 */
export function storableText(maxChars: number) {
  return z.string().check(
    z.maxLength(maxChars),
    z.refine((text) => !text.includes("\u0000") && text.isWellFormed(), "unprintable characters"),
  );
}
