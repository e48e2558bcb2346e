import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { BackendError } from "#lib/backends/backend-error.ts";
import { GengaError } from "#lib/core/errors.ts";
import { formatFrameRate, framesToSeconds } from "#lib/core/frame-rate.ts";
import { findBackend, readCredentials } from "./find-backend.ts";
import { parseCommandLine, type RenderCommand } from "./parse-command-line.ts";
import { createProgressBar } from "./progress-bar.ts";
import { renderStory, type StoryResult } from "./render-story.ts";

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

/**
 * Runs the command line once.
 * @returns one of `EXIT_CODES`; everything for the person is written by then
 */
export async function runCommandLine(options: {
  args: readonly string[];
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  signal: AbortSignal;
}): Promise<number> {
  const { stdout, stderr, signal } = options;
  const command = parseCommandLine(options.args);
  if ("exitCode" in command) return command.exitCode;
  const bar = createProgressBar(stderr);
  const startMs = performance.now();
  try {
    await checkOutput(command.output);
    const backend = await findBackend({
      name: command.backend,
      credentials: readCredentials(process.env),
      onDetail: (detail) => {
        if (!command.quiet && !command.json) {
          bar.show({ step: "segments", done: 0, total: 1, detail });
        }
      },
      signal,
    });
    const result = await renderStory({
      paths: command.paths,
      outputPath: command.output,
      settings: {
        frameRate: command.fps,
        size: command.size,
        secondsPerSegment: command.seconds,
        holdFrames: command.hold,
        fit: command.fit,
        fitColor: command.color,
        easing: command.easing,
        prompt: command.prompt,
        backendId: command.backend,
      },
      seed: command.seed,
      backend,
      onProgress: (progress) => {
        if (!command.quiet && !command.json) bar.show(progress);
      },
      signal,
    });
    bar.end();
    report(command, result, { elapsedMs: performance.now() - startMs, stdout });
    return EXIT_CODES.done;
  } catch (error) {
    bar.end();
    const failure = signal.aborted ? INTERRUPTED : failureOf(error, command.output);
    if (command.json) stdout.write(`${JSON.stringify({ ok: false, ...failure })}\n`);
    else stderr.write(`genga: ${failure.message}\n`);
    return failure.exitCode;
  }
}

type Failure = { readonly exitCode: number; readonly message: string };

const INTERRUPTED: Failure = {
  exitCode: EXIT_CODES.interrupted,
  message: "Interrupted. Nothing was written.",
};

class OutputError extends Error {}

async function checkOutput(output: string): Promise<void> {
  const folder = dirname(resolve(output));
  await access(folder, constants.W_OK).catch(() => {
    throw new OutputError(`${folder} is not there or can't be written. Nothing was drawn.`);
  });
  const existing = await stat(output).catch(() => null);
  if (existing?.isDirectory()) {
    throw new OutputError(
      `${output} is a folder. Name a file, such as story.mp4. Nothing was drawn.`,
    );
  }
}

function failureOf(error: unknown, output: string): Failure {
  if (error instanceof OutputError) return { exitCode: EXIT_CODES.output, message: error.message };
  if (error instanceof BackendError) {
    return { exitCode: EXIT_CODES.backend, message: error.userMessage };
  }
  if (error instanceof GengaError) {
    const exitCode =
      error.code === "image-rejected" || error.code === "invalid"
        ? EXIT_CODES.drawing
        : error.code === "original-rejected"
          ? EXIT_CODES.backend
          : EXIT_CODES.failed;
    return { exitCode, message: error.userMessage };
  }
  if (
    isSystemError(error) &&
    ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"].includes(error.code)
  ) {
    const reason =
      error.code === "ENOSPC" || error.code === "EDQUOT" ? "the disk is full" : "no permission";
    return {
      exitCode: EXIT_CODES.output,
      message: `${output} can't be written: ${reason}. Nothing was left behind.`,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: EXIT_CODES.failed, message: `Something went wrong in Genga: ${message}` };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function report(
  command: RenderCommand,
  result: StoryResult,
  context: { elapsedMs: number; stdout: NodeJS.WriteStream },
): void {
  const elapsedMs = Math.round(context.elapsedMs);
  if (command.json) {
    context.stdout.write(`${JSON.stringify({ ok: true, exitCode: 0, ...result, elapsedMs })}\n`);
    return;
  }
  if (command.quiet) return;
  const seconds = framesToSeconds(result.frames, command.fps).toFixed(2);
  context.stdout.write(
    `${result.outputPath}: ${result.frames} frames (${seconds} s at ${formatFrameRate(command.fps)} fps), ` +
      `${result.width}×${result.height}, ${(result.sizeBytes / 1e6).toFixed(1)} MB, ` +
      `made in ${(elapsedMs / 1000).toFixed(1)} s\n`,
  );
  for (const segment of result.segments) {
    for (const note of segment.notes) {
      context.stdout.write(`  ${segment.from} → ${segment.to}: ${note}\n`);
    }
  }
}
