import type { GradioParameter } from "./gradio-app.ts";

/** What an input seems to be for, by its name first and its label second. */
export type ParameterRole =
  "prompt" | "negative-prompt" | "seed" | "random-seed" | "duration-seconds";

/** The role of an input that is no image; null when it has none that Genga fills. */
export function parameterRole(parameter: GradioParameter): ParameterRole | null {
  return (
    roleOfWords(wordsOf(parameter.name), parameter) ??
    roleOfWords(wordsOf(parameter.label), parameter)
  );
}

function roleOfWords(words: readonly string[], parameter: GradioParameter): ParameterRole | null {
  const has = (...any: string[]) => any.some((word) => words.includes(word));
  const { valueType, component } = parameter;
  if (valueType === "boolean")
    return has("seed") && has("random", "randomize", "rand") ? "random-seed" : null;
  // A choice named "prompt" is a template, and a slider named so its strength.
  if (valueType === "text" && component === "textbox" && has("prompt", "prompts"))
    return has("negative", "neg", "n", "audio")
      ? has("audio")
        ? null
        : "negative-prompt"
      : "prompt";
  if (valueType !== "number") return null;
  if (has("seed")) return "seed";
  if (has("duration") || (has("second", "seconds") && !has("per", "fps", "frames")))
    return "duration-seconds";
  return null;
}

/** `flf2vid_image_first` → flf2vid, image, first; `lastImage2` → last, image, 2. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/(image|frame)(\d)/g, "$1 $2")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
