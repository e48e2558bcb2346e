import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EASINGS, type Easing } from "#lib/core/easing.ts";
import type { FitPolicy, Size } from "#lib/core/fit.ts";
import { parseFrameRate, type FrameRate } from "#lib/core/frame-rate.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { MOTIONS, type Motion } from "#lib/core/motion.ts";
import { MAX_SEED } from "#lib/core/segment.ts";
import type { TypedParam } from "./read-params.ts";

/** What `genga render` was asked to do. */
export type RenderCommand = {
  readonly paths: readonly string[];
  readonly output: string;
  readonly backend: string;
  readonly fps: FrameRate;
  readonly size: Size | null;
  readonly seconds: number;
  readonly hold: number;
  readonly seed: number;
  readonly fit: FitPolicy;
  readonly color: string;
  readonly easing: Easing;
  readonly motion: Motion;
  readonly prompt: string;
  readonly param: readonly TypedParam[];
  /** A folder for what models drew; null keeps nothing. */
  readonly keep: string | null;
  readonly wait: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
};

/** What has no default that its help should print. */
const NOT_GIVEN = { size: null, param: [], keep: null, wait: false, json: false, quiet: false };
type GivenOptions = Omit<RenderCommand, "paths" | keyof typeof NOT_GIVEN> & Partial<RenderCommand>;

const EXIT_CODE_HELP = `
Exit codes:
  0 done   2 wrong usage   3 a drawing can't be used   4 the in-betweens failed
  5 the film can't be written   130 interrupted`;

/** The command line was not understood, or asked only for help; the text for the person is printed already. */
export type NotACommand = { readonly exitCode: 0 | 2 };

/** Reads `genga render …`. Prints help and usage errors itself. */
export function parseCommandLine(args: readonly string[]): RenderCommand | NotACommand {
  let command: RenderCommand | null = null;
  const program = new Command("genga")
    .description("Key drawings in, one film out.")
    .exitOverride()
    .showHelpAfterError();
  program
    .command("render")
    .description("Draw what lies between the drawings and join it into one film.")
    .argument("<drawings...>", "image files in order, or folders of them")
    .requiredOption("-o, --output <file>", "the film to write (MP4)")
    .option(
      "--backend <name>",
      "what draws the in-betweens: draft, the address of a Gradio app, or a Space (owner/name); " +
        "a token and a login (user:password) are read from GENGA_BACKEND_TOKEN and GENGA_BACKEND_LOGIN",
      "draft",
    )
    .addOption(
      new Option("--fps <rate>", "frames a second: 24, 25, 29.97, 24000/1001 …")
        .argParser(frameRate)
        .default(frameRate("24"), "24"),
    )
    .option("--size <WxH>", "frame size in pixels; the first drawing's by default", frameSize)
    .option("--seconds <s>", "length of each segment", seconds, 2)
    .option("--hold <frames>", "frames that each drawing stays still", holdFrames, 0)
    .option("--seed <n>", "seed of every segment", seedNumber, 0)
    .addOption(
      new Option("--fit <policy>", "other shapes: bars or cropped")
        .choices(["contain", "cover"])
        .default("contain"),
    )
    .option("--color <#rrggbb>", "colour of the bars", hexColor, "#ffffff")
    .addOption(new Option("--easing <name>", "spacing").choices([...EASINGS]).default("linear"))
    .addOption(
      new Option(
        "--motion <how>",
        "fewer drawings than frames: each held for several, or smoothed by what is drawn between them",
      )
        .choices([...MOTIONS])
        .default("held"),
    )
    .option("--prompt <text>", "for models that read one", "")
    .option(
      "--param <name=value>",
      "a setting of the backend, by its own name; may be given several times",
      typedParam,
    )
    .option(
      "--wait",
      "wait for a backend that is full, asleep or out of quota for as long as it takes, instead of ending with 4",
    )
    .option(
      "--keep <folder>",
      "keep there what a backend drew, and use it again instead of asking for the same once more",
      nonEmpty,
    )
    .option("--json", "print the result as JSON, and no progress")
    .option("-q, --quiet", "print nothing but errors")
    .addHelpText("after", EXIT_CODE_HELP)
    .exitOverride()
    .action((paths: string[], options: GivenOptions) => {
      command = { ...NOT_GIVEN, ...options, paths };
    });
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 };
    throw error;
  }
  return command ?? { exitCode: 2 };
}

function frameRate(text: string): FrameRate {
  const rate = parseFrameRate(text);
  if (!rate)
    throw new InvalidArgumentError("Give a rate from 1 to 120, such as 24, 29.97 or 24000/1001.");
  return rate;
}

function frameSize(text: string): Size {
  const match = /^(\d+)[x×](\d+)$/.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  const { min, max } = LIMITS.frameSidePixels;
  const isSide = (side: number) => side >= min && side <= max && side % 2 === 0;
  if (!isSide(width) || !isSide(height)) {
    throw new InvalidArgumentError(`Give even numbers from ${min} to ${max}, such as 1280x720.`);
  }
  return { width, height };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 60))
    throw new InvalidArgumentError("Give a length up to 60 seconds.");
  return value;
}

function holdFrames(text: string): number {
  return wholeNumber(text, LIMITS.holdFrames.max);
}

function typedParam(text: string, before: readonly TypedParam[] = []): TypedParam[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Give name=value, such as steps=25.");
  return [...before, { name: text.slice(0, at).trim(), value: text.slice(at + 1) }];
}

function nonEmpty(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Give the name of a folder.");
  return text;
}

function seedNumber(text: string): number {
  return wholeNumber(text, MAX_SEED);
}

function wholeNumber(text: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new InvalidArgumentError(`Give a whole number from 0 to ${max}.`);
  }
  return value;
}

function hexColor(text: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(text))
    throw new InvalidArgumentError("Give a colour such as #ffffff.");
  return text.toLowerCase();
}
