import { canonicalJson } from "#lib/core/canonical-json.ts";
import { sha256Hex } from "#lib/core/sha256-hex.ts";
import type { GradioEndpoint } from "./gradio-app.ts";

/**
 * The hash of all that a mapping relies on: names, order, kinds, ranges and choices of the inputs, and the outputs.
 * Defaults are left out (a mapping keeps its own, and some apps draw theirs at random), and so are numbers that
 * differ between copies of one app.
 */
export function endpointFingerprint(endpoint: GradioEndpoint): string {
  const { apiName, parameters, outputs } = endpoint;
  return sha256Hex(
    canonicalJson({
      apiName,
      parameters: parameters.map(({ name, component, valueType, range, choices }) => ({
        name,
        component,
        valueType,
        range,
        choices,
      })),
      outputs: outputs.map(({ component }) => component),
    }),
  );
}
