/** An app as its Python code declares it, to be said in the words of each version of Gradio. */
export type AppShape = {
  readonly version: "4.32.1" | "5.49.1" | "6.25.0";
  readonly endpoints: readonly EndpointShape[];
  /** Dependencies without a name before the endpoints, as lazy caching of examples adds them. */
  readonly hiddenFirst?: number;
  readonly root?: string;
  /** Another at each start of a server. */
  readonly appId?: number;
};

export type EndpointShape = {
  readonly apiName: string;
  readonly inputs: readonly InputShape[];
  readonly outputs: readonly string[];
};

export type InputShape = {
  readonly name: string;
  readonly component: string;
  readonly label?: string;
  /** Absent: the endpoint requires it. */
  readonly value?: unknown;
  readonly props?: Readonly<Record<string, unknown>>;
};

const SCHEMA_TYPES: Readonly<Record<string, string>> = {
  Slider: "number",
  Number: "number",
  Textbox: "string",
  Dropdown: "string",
  Radio: "string",
  Checkbox: "boolean",
};

/** `/config` and `/info` of an app. */
export function answersOf(shape: AppShape): { config: unknown; info: unknown } {
  const hidden = shape.hiddenFirst ?? 0;
  const components: unknown[] = [];
  const add = (type: string, props: unknown) => {
    components.push({ id: components.length + 1, type: type.toLowerCase(), props });
    return components.length;
  };
  const lazy = Array.from({ length: hidden }, (_, id) => ({
    id,
    api_name: id === 0 ? "load_example" : `load_example_${id}`,
    show_api: false,
    inputs: [add("Dataset", {})],
    outputs: [],
  }));
  const named = shape.endpoints.map((endpoint, place) => ({
    id: hidden + place,
    api_name: endpoint.apiName,
    queue: true,
    ...(shape.version.startsWith("4") ? { show_api: true } : { api_visibility: "public" }),
    inputs: endpoint.inputs.map(({ component, props, label }) =>
      add(component, { label, ...props }),
    ),
    outputs: endpoint.outputs.map((component) => add(component, {})),
  }));
  const config = {
    version: shape.version,
    protocol: "sse_v3",
    root: shape.root ?? "http://elsewhere.invalid",
    ...(shape.version.startsWith("4") ? {} : { api_prefix: "/gradio_api" }),
    space_id: null,
    enable_queue: true,
    app_id: shape.appId,
    components,
    dependencies: [...lazy, ...named],
  };
  const infoOf = (endpoint: EndpointShape) => ({
    parameters: endpoint.inputs
      .filter(({ component }) => component !== "State")
      .map((input) => ({
        label: input.label ?? input.name,
        parameter_name: input.name,
        parameter_has_default: "value" in input,
        parameter_default: input.value ?? null,
        type: {
          type: SCHEMA_TYPES[input.component] ?? "object",
          ...(Array.isArray(input.props?.["choices"]) ? { enum: input.props["choices"] } : {}),
        },
        python_type: { type: "any", description: "" },
        component: input.component,
      })),
    returns: endpoint.outputs.map((component) => ({ label: `Generated ${component}`, component })),
  });
  const info = {
    named_endpoints: Object.fromEntries(
      shape.endpoints.map((endpoint) => [`/${endpoint.apiName}`, infoOf(endpoint)]),
    ),
    unnamed_endpoints: {},
  };
  return { config, info };
}
