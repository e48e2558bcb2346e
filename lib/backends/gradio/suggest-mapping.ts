import type { ParamSpec } from "#lib/core/backend-description.ts";
import { endpointFingerprint } from "./endpoint-fingerprint.ts";
import type { EndpointMapping, InputSource } from "./endpoint-mapping.ts";
import { findImagePair } from "./find-image-pair.ts";
import type { GradioApp, GradioEndpoint, GradioParameter } from "./gradio-app.ts";
import { parameterRole, type ParameterRole } from "./parameter-role.ts";
import { seedRangeOf } from "./seed-range-of.ts";
import { settingOf } from "./setting-of.ts";

export type MappingSuggestion = {
  readonly mapping: EndpointMapping;
  /** The settings that the person may turn, with the app's own defaults. */
  readonly settings: readonly ParamSpec[];
  readonly seedRange: { readonly min: number; readonly max: number } | null;
  /** Whether names told which image is which; if not, the person must look twice. */
  readonly isCertain: boolean;
};

export type MappingRefusal = { readonly apiName: string; readonly reason: string };

/** How each endpoint of an app could be called for drawing between two images, the likeliest first, or why not. */
export function suggestMappings(app: GradioApp): {
  readonly suggestions: readonly MappingSuggestion[];
  readonly refusals: readonly MappingRefusal[];
} {
  const suggestions: MappingSuggestion[] = [];
  const refusals: MappingRefusal[] = [];
  for (const endpoint of app.endpoints) {
    const found = suggestMapping(endpoint);
    if ("reason" in found) refusals.push(found);
    else suggestions.push(found);
  }
  const rank = (one: MappingSuggestion) => (one.isCertain ? 0 : 1);
  return { suggestions: suggestions.sort((a, b) => rank(a) - rank(b)), refusals };
}

/** Dozens of inputs are a workbench for its own page, which no form here could stand in for. */
const MAX_INPUTS = 32;

/** How one endpoint could be called, or why it can't. */
export function suggestMapping(endpoint: GradioEndpoint): MappingSuggestion | MappingRefusal {
  const { apiName, parameters } = endpoint;
  const refuse = (reason: string): MappingRefusal => ({ apiName, reason });
  const pair = findImagePair(parameters);
  if ("refusal" in pair) return refuse(pair.refusal);
  if (parameters.length > MAX_INPUTS)
    return refuse(`It takes ${parameters.length} inputs, more than Genga can offer.`);
  if (endpoint.inputSlots.includes(null))
    return refuse("It relies on what was done on its page before, which a single call can't do.");
  const outputIndex = videoOutputOf(endpoint);
  if (outputIndex < 0) return refuse("It gives no video.");
  if (new Set(parameters.map(({ name }) => name)).size < parameters.length)
    return refuse("Two of its inputs have the same name.");

  const taken = new Set<ParameterRole>();
  const sources: Record<string, InputSource> = {};
  const settings: ParamSpec[] = [];
  let seedRange: MappingSuggestion["seedRange"] = null;
  for (const parameter of parameters) {
    const { name } = parameter;
    const role = roleOnce(parameter, taken);
    const setting = settingOf(parameter);
    if (name === pair.first) sources[name] = { from: "first-image" };
    else if (name === pair.last) sources[name] = { from: "last-image" };
    else if (role === "random-seed") sources[name] = { from: "constant", value: false };
    else if (role) sources[name] = { from: role };
    else if (setting) {
      sources[name] = { from: "setting" };
      settings.push(setting);
    } else if (!parameter.isRequired) {
      sources[name] = { from: "constant", value: parameter.default };
    } else if (parameter.component === "image") sources[name] = { from: "constant", value: null };
    else return refuse(`It needs “${parameter.label || name}”, which Genga can't give.`);
    if (role === "seed") seedRange = seedRangeOf(parameter);
  }
  const mapping: EndpointMapping = {
    mappingVersion: 1,
    apiName,
    fingerprint: endpointFingerprint(endpoint),
    sources,
    outputIndex,
  };
  return { mapping, settings, seedRange, isCertain: pair.isCertain };
}

/** The first input of a role has it; a second seed or prompt is a setting. */
function roleOnce(parameter: GradioParameter, taken: Set<ParameterRole>): ParameterRole | null {
  const role = parameterRole(parameter);
  if (!role || (taken.has(role) && role !== "random-seed")) return null;
  taken.add(role);
  return role;
}

function videoOutputOf({ outputs }: GradioEndpoint): number {
  const video = outputs.findIndex(({ component }) => component === "video");
  if (video >= 0) return video;
  return outputs.findIndex(
    ({ component, label }) => component === "file" && /video|mp4/i.test(label),
  );
}
