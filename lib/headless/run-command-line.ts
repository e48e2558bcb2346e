import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { formatFrameRate, framesToSeconds } from "#lib/core/frame-rate.ts";
import { callLine, callSummary, type BackendCall } from "./call-line.ts";
import { CommandError, EXIT_CODES, failureOf, INTERRUPTED } from "./command-failure.ts";
import { findBackend, readCredentials } from "./find-backend.ts";
import { openKeptDrawings } from "./kept-drawings.ts";
import { parseCommandLine, type RenderCommand } from "./parse-command-line.ts";
import { patiently } from "./patiently.ts";
import { createProgressBar } from "./progress-bar.ts";
import { readParams } from "./read-params.ts";
import { renderStory, type StoryResult } from "./render-story.ts";

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
  const isTold = !command.quiet && !command.json;
  const bar = createProgressBar(isTold ? stderr : null);
  const drawn = { segments: 0, ofAll: 0 };
  const startMs = performance.now();
  try {
    await checkFolders(command);
    const { call, ...run } = await prepare({ command, bar, signal });
    const result = await renderStory({
      ...run,
      paths: command.paths,
      outputPath: command.output,
      seed: command.seed,
      kept: command.keep === null ? null : openKeptDrawings(command.keep),
      waits: command.wait,
      onProgress: (progress) => {
        if (progress.step === "segments" && call) {
          drawn.segments = Math.floor(progress.done);
          drawn.ofAll = progress.total;
        }
        bar.show(progress);
      },
      onWait: bar.wait,
      signal,
    });
    bar.end();
    report(command, { result, call, elapsedMs: performance.now() - startMs, stdout });
    return EXIT_CODES.done;
  } catch (error) {
    bar.end();
    const context = { output: command.output, kept: keptSentence(command, drawn), now: new Date() };
    const failure = signal.aborted ? INTERRUPTED : failureOf(error, context);
    if (command.json) stdout.write(`${JSON.stringify({ ok: false, ...failure })}\n`);
    else stderr.write(`genga: ${failure.message}\n`);
    return failure.exitCode;
  }
}

/** Finds the backend, says how it is called, and reads the settings that are its own. */
async function prepare(options: {
  command: RenderCommand;
  bar: ReturnType<typeof createProgressBar>;
  signal: AbortSignal;
}) {
  const { command, bar, signal } = options;
  const onDetail = (detail: string) => bar.show({ step: "segments", done: 0, total: 1, detail });
  const { backend, call } = await patiently({
    work: () =>
      findBackend({
        name: command.backend,
        credentials: readCredentials(process.env),
        onDetail,
        signal,
      }),
    waits: command.wait,
    // Where nobody answers at all, the address is more likely wrong than the line lost.
    passing: new Set(["busy", "asleep"]),
    onWait: bar.wait,
    signal,
  });
  const params = readParams(backend.description, command.param);
  if (call) bar.say(callLine(call, params));
  const settings = {
    frameRate: command.fps,
    size: command.size,
    secondsPerSegment: command.seconds,
    holdFrames: command.hold,
    fit: command.fit,
    fitColor: command.color,
    easing: command.easing,
    motion: command.motion,
    prompt: command.prompt,
    params,
    backendId: command.backend,
  };
  return { backend, call, settings };
}

async function checkFolders({ output, keep }: RenderCommand): Promise<void> {
  const refuse = (reason: string) =>
    new CommandError(EXIT_CODES.output, `${reason} Nothing was drawn.`);
  const folder = dirname(resolve(output));
  await access(folder, constants.W_OK).catch(() => {
    throw refuse(`${folder} is not there or can't be written.`);
  });
  const existing = await stat(output).catch(() => null);
  if (existing?.isDirectory())
    throw refuse(`${output} is a folder. Name a file, such as story.mp4.`);
  if (keep === null) return;
  const kept = await stat(keep).catch(() => null);
  if (kept && !kept.isDirectory())
    throw refuse(`${keep} is a file. Name a folder to keep drawings in.`);
}

/** What becomes of the segments that were drawn when a run ends before its end. */
function keptSentence(
  { keep }: RenderCommand,
  { segments, ofAll }: { segments: number; ofAll: number },
): string {
  if (segments === 0) return "";
  const share = `${segments} of ${ofAll} segments`;
  return keep === null
    ? `${share} were drawn and are not kept; --keep <folder> keeps them between runs.`
    : `${share} are kept in ${keep} and not drawn again.`;
}

function report(
  command: RenderCommand,
  context: {
    result: StoryResult;
    call: BackendCall | null;
    elapsedMs: number;
    stdout: NodeJS.WriteStream;
  },
): void {
  const { result, call, stdout } = context;
  const elapsedMs = Math.round(context.elapsedMs);
  if (command.json) {
    const done = { ok: true, exitCode: EXIT_CODES.done, ...result, elapsedMs };
    stdout.write(`${JSON.stringify({ ...done, ...(call && { backend: callSummary(call) }) })}\n`);
    return;
  }
  if (command.quiet) return;
  const seconds = framesToSeconds(result.frames, command.fps).toFixed(2);
  stdout.write(
    `${result.outputPath}: ${result.frames} frames (${seconds} s at ${formatFrameRate(command.fps)} fps), ` +
      `${result.width}×${result.height}, ${(result.sizeBytes / 1e6).toFixed(1)} MB, ` +
      `made in ${(elapsedMs / 1000).toFixed(1)} s\n`,
  );
  for (const segment of result.segments) {
    for (const note of segment.notes) stdout.write(`  ${segment.from} → ${segment.to}: ${note}\n`);
  }
}
