import type { ParamSpec } from "#lib/core/backend-description.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Params } from "#lib/core/segment.ts";

/**
 * A workspace's own defaults for a backend: those of `params` that differ from the app's.
 * @param specs the app's settings, with its own defaults
 * @throws GengaError `invalid` when one is none of the app's, or out of its range
 */
export function checkedDefaults(specs: readonly ParamSpec[], params: Params): Params {
  for (const [name, value] of Object.entries(params)) {
    const spec = specs.find((one) => one.name === name);
    if (!spec) {
      throw new GengaError(
        "invalid",
        "The app has no longer all of these settings. Nothing was changed. Open the backend again and look them over.",
      );
    }
    if (!fits(spec, value)) {
      throw new GengaError(
        "invalid",
        `“${spec.label}” can't be that. ${rangeOf(spec)} Nothing was changed.`,
      );
    }
  }
  return fittingDefaults(specs, params);
}

/** Those of `params` that these settings take, and that say something else than the app itself. */
export function fittingDefaults(specs: readonly ParamSpec[], params: Params): Params {
  const kept = specs.flatMap((spec): [string, Params[string]][] => {
    const value = Object.hasOwn(params, spec.name) ? params[spec.name] : undefined;
    const says = value !== undefined && value !== spec.default && fits(spec, value);
    return says ? [[spec.name, value]] : [];
  });
  return Object.fromEntries(kept);
}

function fits(spec: ParamSpec, value: Params[string]): boolean {
  switch (spec.type) {
    case "number":
      return typeof value === "number" && value >= spec.min && value <= spec.max;
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return typeof value === "string" && spec.choices.includes(value);
    case "text":
      return typeof value === "string";
  }
}

function rangeOf(spec: ParamSpec): string {
  if (spec.type === "number") return `It takes a number from ${spec.min} to ${spec.max}.`;
  return spec.type === "choice" ? "Choose one of the app's own values." : "";
}
