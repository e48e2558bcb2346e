import type { EndpointMapping, InputSource } from "#lib/backends/gradio/endpoint-mapping.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Params } from "#lib/core/segment.ts";

/** How a Gradio app is called. */
export type BackendCall = {
  readonly isToonCrafter: boolean;
  readonly mapping: EndpointMapping;
  readonly description: BackendDescription;
};

const SOURCES: readonly (readonly [from: InputSource["from"], words: string])[] = [
  ["first-image", "first drawing"],
  ["last-image", "second drawing"],
  ["prompt", "prompt"],
  ["negative-prompt", "negative prompt"],
  ["seed", "seed"],
  ["duration-seconds", "seconds"],
];

/**
 * One line that says which endpoint draws and what goes into each of its inputs:
 * `http://… /get_image (ToonCrafter): first drawing → image, second drawing → image2 …; steps=25; drawn at 512×320`.
 */
export function callLine(call: BackendCall, params: Params): string {
  const { isToonCrafter, mapping, description } = call;
  const inputs = SOURCES.flatMap(([from, words]) =>
    inputsOf(mapping, from).map((name) => `${words} → ${name}`),
  );
  const settings = description.params.map(
    ({ name, default: ours }) => `${name}=${String(params[name] ?? ours)}`,
  );
  const size = description.nativeSize;
  return [
    `${description.name} ${mapping.apiName}${isToonCrafter ? " (ToonCrafter)" : ""}: ${inputs.join(", ")}`,
    ...(settings.length > 0 ? [settings.join(" ")] : []),
    ...(size ? [`drawn at ${size.width}×${size.height}`] : []),
  ].join("; ");
}

/** What a script may want to check: the endpoint, and which input got which drawing. */
export function callSummary({ mapping, description }: BackendCall) {
  return {
    name: description.name,
    endpoint: mapping.apiName,
    firstDrawing: inputsOf(mapping, "first-image")[0] ?? null,
    secondDrawing: inputsOf(mapping, "last-image")[0] ?? null,
  };
}

function inputsOf(mapping: EndpointMapping, from: InputSource["from"]): string[] {
  return Object.entries(mapping.sources).flatMap(([name, source]) =>
    source.from === from ? [name] : [],
  );
}
