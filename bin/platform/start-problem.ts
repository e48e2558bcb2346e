/** Something that keeps Genga from starting, in words for the person at the terminal: no stack is shown for it. */
export class StartProblem extends Error {
  override name = "StartProblem";
}

/** Prints what went wrong: a problem by its words, anything else with its stack, for whoever must mend it. */
export function printProblem(error: unknown): void {
  const text =
    error instanceof StartProblem
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`genga: ${text}\n`);
}
