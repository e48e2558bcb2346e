import type { AppReading, EndpointChoice } from "#lib/core/backend-settings.ts";
import type { GradioApp, GradioEndpoint } from "./gradio-app.ts";
import { sourceKindOf, sourceOptions } from "./source-options.ts";
import { suggestMappings, type MappingSuggestion } from "./suggest-mapping.ts";

/** More ways to call an app than a person would read. */
const MOST_CHOICES = 20;
const MOST_REFUSALS = 50;

/** How an app can be called, for a person to look at and confirm. */
export function endpointChoices(app: GradioApp): Pick<AppReading, "choices" | "refusals"> {
  const { suggestions, refusals } = suggestMappings(app);
  const byName = new Map(app.endpoints.map((endpoint) => [endpoint.apiName, endpoint]));
  const choices = suggestions.slice(0, MOST_CHOICES).flatMap((suggestion) => {
    const endpoint = byName.get(suggestion.mapping.apiName);
    return endpoint ? [choiceOf(endpoint, suggestion)] : [];
  });
  return { choices, refusals: refusals.slice(0, MOST_REFUSALS) };
}

function choiceOf(endpoint: GradioEndpoint, suggestion: MappingSuggestion): EndpointChoice {
  const { mapping, isCertain } = suggestion;
  return {
    apiName: endpoint.apiName,
    isCertain,
    rows: endpoint.parameters.map((parameter) => {
      const { name: input, label, component, isRequired } = parameter;
      const source = mapping.sources[input];
      return {
        input,
        label,
        component,
        source: source ? sourceKindOf(source) : "default",
        options: sourceOptions(parameter, endpoint),
        isRequired,
      };
    }),
    outputs: endpoint.outputs.flatMap(({ label, component }, index) =>
      component === "video" || component === "file" ? [{ index, label, component }] : [],
    ),
    outputIndex: mapping.outputIndex,
  };
}
