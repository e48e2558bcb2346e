import { GengaError } from "#lib/core/errors.ts";

/** What to tell a person of a failure: the error's own words, or that it did not work. */
export function problemOf(error: unknown): string {
  if (error instanceof GengaError) return error.userMessage;
  // The browser's own console shows it with its stack, as it shows any other uncaught error.
  reportError(error);
  return "That did not work, and nothing was changed. Try again.";
}
