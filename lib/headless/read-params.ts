import type { BackendDescription, ParamSpec } from "#lib/core/backend-description.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Params } from "#lib/core/segment.ts";
import { CommandError, EXIT_CODES } from "./command-failure.ts";

/** A setting as it was typed: `--param steps=25`. */
export type TypedParam = { readonly name: string; readonly value: string };

/**
 * The settings of a command line in the model's own types.
 * @throws CommandError `usage` for a name that the backend doesn't have or a value that it doesn't take; its message
 *   names what it takes
 */
export function readParams(description: BackendDescription, typed: readonly TypedParam[]): Params {
  return Object.fromEntries(
    typed.map(({ name, value }) => {
      const spec = description.params.find((one) => one.name === name);
      if (!spec) throw unknownParam(description, name);
      const read = valueOf(spec, value);
      if (read === null) {
        const problem = `--param ${name}=${value}: ${name} takes ${rangeText(spec)}.`;
        throw new CommandError(EXIT_CODES.usage, `${problem} Nothing was drawn.`);
      }
      return [name, read];
    }),
  );
}

/** What a setting takes, and what it is unless somebody says otherwise. */
export function rangeText(spec: ParamSpec): string {
  switch (spec.type) {
    case "number": {
      const { min, max, step } = spec;
      const steps = step === 1 ? "a whole number" : "a number";
      const by = step === 1 ? "" : ` in steps of ${step}`;
      return `${steps} from ${min} to ${max}${by} (${spec.default})`;
    }
    case "boolean":
      return `true or false (${spec.default})`;
    case "choice":
      return `one of ${spec.choices.join(", ")} (${spec.default})`;
    case "text":
      return `text of up to ${LIMITS.promptChars} characters`;
  }
}

function valueOf(spec: ParamSpec, text: string): number | boolean | string | null {
  switch (spec.type) {
    case "number": {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      const steps = (value - spec.min) / spec.step;
      const isOnStep = Math.abs(steps - Math.round(steps)) < 1e-6;
      return value >= spec.min && value <= spec.max && isOnStep ? value : null;
    }
    case "boolean":
      return text === "true" ? true : text === "false" ? false : null;
    case "choice":
      return spec.choices.includes(text) ? text : null;
    case "text":
      return text.length <= LIMITS.promptChars ? text : null;
  }
}

function unknownParam({ name: backend, params }: BackendDescription, name: string): CommandError {
  const known = params.map((spec) => `\n  ${spec.name}: ${rangeText(spec)}`).join("");
  const takes = params.length === 0 ? `${backend} has no settings.` : `${backend} takes:${known}`;
  return new CommandError(
    EXIT_CODES.usage,
    `There is no setting "${name}". Nothing was drawn. ${takes}`,
  );
}
