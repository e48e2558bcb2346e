import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Json } from "#lib/core/canonical-json.ts";
import { framesPerSecond } from "#lib/core/frame-rate.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { EndpointMapping, InputSource } from "./endpoint-mapping.ts";
import type { GradioEndpoint, GradioParameter } from "./gradio-app.ts";
import type { UploadedFile } from "./upload-image.ts";

/** The values of a call in the queue's order. */
export function callData(options: {
  endpoint: GradioEndpoint;
  mapping: EndpointMapping;
  description: BackendDescription;
  recipe: Recipe;
  first: UploadedFile;
  last: UploadedFile;
}): Json[] {
  const { endpoint, mapping } = options;
  const values = endpoint.parameters.map((parameter) => {
    const source = mapping.sources[parameter.name];
    return source ? valueOf(source, { ...options, parameter }) : parameter.default;
  });
  return endpoint.inputSlots.map((slot) => (slot === null ? null : (values[slot] ?? null)));
}

function valueOf(
  source: InputSource,
  options: {
    parameter: GradioParameter;
    description: BackendDescription;
    recipe: Recipe;
    first: UploadedFile;
    last: UploadedFile;
  },
): Json {
  const { parameter, description, recipe } = options;
  switch (source.from) {
    case "first-image":
      return options.first;
    case "last-image":
      return options.last;
    case "prompt":
      return recipe.prompt;
    case "negative-prompt":
      return recipe.negativePrompt;
    case "seed":
      return recipe.seed;
    case "duration-seconds": {
      const { frames, frameRate } = recipe.asked;
      return inRange(frames / framesPerSecond(frameRate), parameter);
    }
    case "setting": {
      const spec = description.params.find(({ name }) => name === parameter.name);
      const value = recipe.params[parameter.name] ?? spec?.default ?? parameter.default;
      return typeof value === "number" ? inRange(value, parameter) : value;
    }
    case "constant":
      return source.value;
  }
}

/** The nearest value that the app's slider can be at. */
function inRange(value: number, { range }: GradioParameter): number {
  if (!range) return value;
  const { min, max, step } = range;
  const steps = Math.round((Math.min(max, Math.max(min, value)) - min) / step);
  const nearest = Number((min + steps * step).toFixed(6));
  return nearest > max ? Number((nearest - step).toFixed(6)) : nearest;
}
