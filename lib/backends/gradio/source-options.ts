import type { SourceKind } from "#lib/core/backend-settings.ts";
import type { InputSource } from "./endpoint-mapping.ts";
import type { GradioEndpoint, GradioParameter } from "./gradio-app.ts";
import { parameterRole } from "./parameter-role.ts";
import { settingOf } from "./setting-of.ts";

/** All that a person may put into an input; empty for one that Genga can't fill. */
export function sourceOptions(
  parameter: GradioParameter,
  endpoint: GradioEndpoint,
): readonly SourceKind[] {
  const { component, valueType, isRequired } = parameter;
  if (component === "image") {
    const images = endpoint.parameters.filter((one) => one.component === "image");
    // Of two images neither can be left out.
    return ["first-image", "last-image", ...(images.length > 2 ? (["default"] as const) : [])];
  }
  const options: SourceKind[] = [];
  if (valueType === "text" && component === "textbox") options.push("prompt", "negative-prompt");
  if (valueType === "number") options.push("seed", "duration-seconds");
  if (settingOf(parameter)) options.push("setting");
  if (!isRequired || parameterRole(parameter) === "random-seed") options.push("default");
  return options;
}

/** A saved source in the words of the settings. */
export function sourceKindOf(source: InputSource): SourceKind {
  return source.from === "constant" ? "default" : source.from;
}

/** The source that a person's choice stands for. The app's own default is kept as it is now. */
export function inputSourceOf(kind: SourceKind, parameter: GradioParameter): InputSource {
  if (kind !== "default") return { from: kind };
  if (parameter.component === "image") return { from: "constant", value: null };
  // A seed is Genga's to give, so the app may not draw one itself.
  const isRandomSeed = parameterRole(parameter) === "random-seed";
  return { from: "constant", value: isRandomSeed ? false : parameter.default };
}
