import type { Json } from "#lib/core/canonical-json.ts";
import type { GradioConfig, InfoEndpoint, InfoParameter } from "./app-schemas.ts";
import type { GradioEndpoint, GradioParameter } from "./gradio-app.ts";
import { plainLine } from "./plain-line.ts";

/**
 * Joins what an app says twice: `/config` knows the queue's numbers, hidden inputs and ranges, `/info` the names and
 * defaults. An endpoint in which the two don't agree is left out.
 */
export function endpointsOf(
  config: GradioConfig,
  named: Readonly<Record<string, InfoEndpoint>>,
): GradioEndpoint[] {
  const components = new Map(config.components.map((one) => [one.id, one]));
  const places = new Map<string, number>();
  for (const [place, { api_name: name }] of config.dependencies.entries()) {
    const apiName = `/${String(name)}`;
    if (!places.has(apiName)) places.set(apiName, place);
  }
  const endpoints: GradioEndpoint[] = [];
  for (const [apiName, info] of Object.entries(named)) {
    const place = places.get(apiName) ?? -1;
    const dependency = config.dependencies[place];
    // What can't be shown as it is can't be confirmed by a person either.
    if (!dependency || plainLine(apiName) !== apiName) continue;
    const parameters: GradioParameter[] = [];
    const inputSlots = dependency.inputs.map((id) => {
      const component = components.get(id);
      const isHidden = component?.type === "state" || component?.skip_api === true;
      const parameter = info.parameters[parameters.length];
      if (isHidden || !parameter) return null;
      parameters.push(parameterOf(parameter, component?.props ?? {}, parameters.length));
      return parameters.length - 1;
    });
    if (parameters.length !== info.parameters.length) continue;
    endpoints.push({
      apiName,
      // An id is not the place in the list; servers that name none count places.
      functionIndex: dependency.id ?? place,
      parameters,
      inputSlots,
      outputs: info.returns.map((one) => ({
        label: plainLine(one.label ?? "", 100),
        component: plainLine(one.component ?? "", 100).toLowerCase(),
      })),
    });
  }
  return endpoints;
}

function parameterOf(
  info: InfoParameter,
  props: Readonly<Record<string, unknown>>,
  place: number,
): GradioParameter {
  const component = plainLine(info.component ?? "", 100).toLowerCase();
  const type = record(info.type);
  const fallback = jsonOf(info.parameter_default);
  // A default of null is none for what needs a value; a file or a box may be empty.
  const hasDefault = info.parameter_has_default === true;
  return {
    name: nameOf(info.parameter_name ?? "", place),
    label: labelOf(info.label ?? ""),
    component,
    valueType: valueTypeOf(type["type"]),
    isRequired: !hasDefault || component === "image",
    default: fallback,
    range: rangeOf(props),
    choices: choicesOf(type["enum"], props["choices"]),
  };
}

/** A Python name, and none that every object has already; else Gradio's own stand-in. */
function nameOf(name: string, place: number): string {
  const isName = /^[A-Za-z_]\w{0,63}$/.test(name) && !(name in Object.prototype);
  return isName ? name : `param_${place}`;
}

/** Gradio numbers what its author named nothing. */
function labelOf(label: string): string {
  return /^parameter_\d+$/.test(label) ? "" : plainLine(label, 100);
}

function valueTypeOf(type: unknown): GradioParameter["valueType"] {
  if (type === "number" || type === "integer") return "number";
  if (type === "string") return "text";
  return type === "boolean" ? "boolean" : "other";
}

function rangeOf(props: Readonly<Record<string, unknown>>): GradioParameter["range"] {
  const { minimum: min, maximum: max, step } = props;
  if (!isMeasure(min) || !isMeasure(max) || !(max > min)) return null;
  const isStep = isMeasure(step) && step >= 1 / MAX_MEASURE;
  return { min, max, step: isStep ? step : 1 };
}

/** Numbers beyond are none that a slider has, and their sums are no numbers any more. */
const MAX_MEASURE = 1e12;

function isMeasure(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= MAX_MEASURE;
}

/** From the schema, else from the component, where a choice is a text or a pair of label and value. */
function choicesOf(schema: unknown, props: unknown): readonly string[] | null {
  const listed = Array.isArray(schema) ? schema : Array.isArray(props) ? props : null;
  if (!listed || listed.length === 0 || listed.length > 200) return null;
  const texts = listed.map((choice: unknown) =>
    Array.isArray(choice) ? (choice as unknown[])[1] : choice,
  );
  // Shown and sent as they are: one that is made to look like another is none.
  return texts.every((text) => typeof text === "string" && plainLine(text, 200) === text)
    ? (texts as string[])
    : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const MAX_DEFAULT_CHARS = 20_000;

/** As JSON.stringify writes them: no database keeps these. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/;

/** Absent is null, and so is infinite (`1e999`). A default of many thousand characters is no setting. */
function jsonOf(value: unknown): Json {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length > MAX_DEFAULT_CHARS || UNSTORABLE.test(text)
    ? null
    : (JSON.parse(text) as Json);
}
