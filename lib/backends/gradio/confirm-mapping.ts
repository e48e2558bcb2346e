import type { ParamSpec } from "#lib/core/backend-description.ts";
import type { MappingChoice, SourceKind } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";
import { endpointFingerprint } from "./endpoint-fingerprint.ts";
import type { InputSource } from "./endpoint-mapping.ts";
import type { GradioApp } from "./gradio-app.ts";
import { seedRangeOf } from "./seed-range-of.ts";
import { settingOf } from "./setting-of.ts";
import { inputSourceOf, sourceOptions } from "./source-options.ts";
import { suggestMapping, type MappingSuggestion } from "./suggest-mapping.ts";

/** Two inputs for one of these would be two truths: which seed is the take's? */
const AT_MOST_ONCE: readonly SourceKind[] = [
  "prompt",
  "negative-prompt",
  "seed",
  "duration-seconds",
];
/** What is saved goes to every room of the workspace. */
const MAX_SETTINGS_CHARS = 64_000;
const MAX_MAPPING_CHARS = 256_000;

/**
 * What a person confirmed of an app, checked against the app itself: nothing of the browser's belief about it counts.
 * @throws GengaError `invalid`, which says what doesn't fit
 */
export function confirmMapping(app: GradioApp, choice: MappingChoice): MappingSuggestion {
  const endpoint = app.endpoints.find(({ apiName }) => apiName === choice.apiName);
  if (!endpoint) throw refused("The app has no such endpoint any more.");
  const suggestion = suggestMapping(endpoint);
  if ("reason" in suggestion) throw refused(suggestion.reason);
  const { parameters, outputs } = endpoint;
  if (Object.keys(choice.sources).length !== parameters.length)
    throw refused("The app has other inputs than the form had.");
  const sources: Record<string, InputSource> = {};
  const settings: ParamSpec[] = [];
  const used = new Map<SourceKind, number>();
  let seedRange: MappingSuggestion["seedRange"] = null;
  for (const parameter of parameters) {
    const { name } = parameter;
    const kind = Object.hasOwn(choice.sources, name) ? choice.sources[name] : undefined;
    if (!kind) throw refused("The app has other inputs than the form had.");
    if (!sourceOptions(parameter, endpoint).includes(kind))
      throw refused(`“${parameter.label || name}” can't be filled with that.`);
    used.set(kind, (used.get(kind) ?? 0) + 1);
    sources[name] = inputSourceOf(kind, parameter);
    if (kind === "seed") seedRange = seedRangeOf(parameter);
    const setting = kind === "setting" ? settingOf(parameter) : null;
    if (setting) settings.push(setting);
  }
  if (used.get("first-image") !== 1 || used.get("last-image") !== 1)
    throw refused("Exactly one image must be the first drawing, and exactly one the last.");
  const twice = AT_MOST_ONCE.find((kind) => (used.get(kind) ?? 0) > 1);
  if (twice) throw refused("Two inputs can't both take the prompt, the seed or the length.");
  const output = outputs[choice.outputIndex]?.component;
  if (output !== "video" && output !== "file")
    throw refused("The output must be a video or a file.");
  const mapping = {
    mappingVersion: 1,
    apiName: endpoint.apiName,
    fingerprint: endpointFingerprint(endpoint),
    sources,
    outputIndex: choice.outputIndex,
  } as const;
  requireStorable(settings, MAX_SETTINGS_CHARS);
  requireStorable(mapping, MAX_MAPPING_CHARS);
  return { mapping, settings, seedRange, isCertain: true };
}

/** Postgres holds neither NUL nor half a surrogate pair; JSON writes both as escapes. */
function requireStorable(value: unknown, maxChars: number): void {
  const text = JSON.stringify(value);
  if (text.length > maxChars || /\\u(0000|d[89a-f][0-9a-f]{2})/.test(text))
    throw refused("Its inputs have names or choices that Genga can't keep.");
}

function refused(why: string): GengaError {
  return new GengaError(
    "invalid",
    `This mapping doesn't fit the app. ${why} Nothing was saved. Read the app again and confirm its inputs.`,
  );
}
