import { BackendError } from "#lib/backends/backend-error.ts";
import { GengaError } from "#lib/core/errors.ts";
import { clockTime } from "./clock-time.ts";

/** What a script can trust; in the README and in `genga render --help` too. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  usage: 2,
  drawing: 3,
  backend: 4,
  output: 5,
  interrupted: 130,
} as const;

/** How a run ended that made no film. */
export type CommandFailure = {
  readonly exitCode: number;
  readonly message: string;
  /** When it is worth running the same command again, in ISO 8601; absent where nobody told. */
  readonly retryAt?: string;
};

export const INTERRUPTED: CommandFailure = {
  exitCode: EXIT_CODES.interrupted,
  message: "Interrupted. No film was written.",
};

/** A failure that is the command line's own: its exit code and its sentence are known where it is thrown. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/**
 * Any error of a run, for the person and for a script.
 * @param context.kept what became of the segments that were drawn, as a sentence; empty where there were none
 */
export function failureOf(
  error: unknown,
  context: { output: string; kept: string; now: Date },
): CommandFailure {
  if (error instanceof CommandError) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof BackendError) return backendFailure(error, context);
  if (error instanceof GengaError) {
    return { exitCode: exitCodeOf(error), message: error.userMessage };
  }
  if (
    isSystemError(error) &&
    ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"].includes(error.code)
  ) {
    const isFull = error.code === "ENOSPC" || error.code === "EDQUOT";
    const reason = isFull ? "the disk is full" : "no permission";
    return {
      exitCode: EXIT_CODES.output,
      message: `${context.output} can't be written: ${reason}. Nothing was left behind.`,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: EXIT_CODES.failed, message: `Something went wrong in Genga: ${message}` };
}

function backendFailure(
  error: BackendError,
  { kept, now }: { kept: string; now: Date },
): CommandFailure {
  const { retryAt } = error;
  const sentences = [withoutTakes(error.userMessage)];
  if (retryAt) {
    const at = clockTime(retryAt, now);
    sentences.push(`It goes on at ${at}: run the same command then, or now with --wait.`);
  } else if (error.errorClass === "quota") {
    sentences.push("It didn't say when it goes on. With --wait Genga asks again by itself.");
  }
  if (kept !== "") sentences.push(kept);
  return {
    exitCode: EXIT_CODES.backend,
    message: sentences.join(" "),
    ...(retryAt && { retryAt: retryAt.toISOString() }),
  };
}

/** Backends speak to the studio, whose takes go on by themselves; a command line that has ended does not. */
export function withoutTakes(message: string): string {
  return message.replaceAll(
    /\s*The take (?:tries again by itself|goes on by itself when there is more)\./g,
    "",
  );
}

function exitCodeOf({ code }: GengaError): number {
  if (code === "image-rejected" || code === "invalid") return EXIT_CODES.drawing;
  return code === "original-rejected" ? EXIT_CODES.backend : EXIT_CODES.failed;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
