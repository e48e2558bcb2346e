import type { ParamSpec } from "#lib/core/backend-description.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { GradioParameter } from "./gradio-app.ts";

/** An app's input as a setting for a person; null when it can't be one. */
export function settingOf(parameter: GradioParameter): ParamSpec | null {
  const { name, valueType, component, range, choices } = parameter;
  const label = parameter.label || name;
  const named = { name, label, help: "A setting of this app, under its own name." };
  const value = parameter.default;
  if (choices) {
    const chosen = typeof value === "string" && choices.includes(value) ? value : choices[0];
    return chosen === undefined ? null : { ...named, type: "choice", choices, default: chosen };
  }
  if (valueType === "number" && range) {
    const inRange = typeof value === "number" && value >= range.min && value <= range.max;
    return { ...named, type: "number", ...range, default: inRange ? value : range.min };
  }
  if (valueType === "boolean") return { ...named, type: "boolean", default: value === true };
  if (valueType === "text" && component === "textbox") {
    const text = typeof value === "string" ? value : "";
    return text.length > LIMITS.promptChars ? null : { ...named, type: "text", default: text };
  }
  return null;
}
