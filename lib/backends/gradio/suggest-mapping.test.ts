import { expect, test } from "vitest";
import { answersOf, type EndpointShape } from "#tests/support/gradio-stub/app-shape.ts";
import { OTHER_APPS, TWO_IMAGE_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { configSchema, infoSchema } from "./app-schemas.ts";
import { checkMapping } from "./check-mapping.ts";
import { endpointsOf } from "./endpoints-of.ts";
import type { GradioApp } from "./gradio-app.ts";
import { suggestMappings, type MappingSuggestion } from "./suggest-mapping.ts";

function appOf(shape: EndpointShape): GradioApp {
  const { config, info } = answersOf({ version: "5.49.1", endpoints: [shape], hiddenFirst: 2 });
  const parsed = configSchema.parse(config);
  const endpoints = endpointsOf(parsed, infoSchema.parse(info).named_endpoints);
  return { version: "5.49.1", apiPrefix: "/gradio_api", spaceId: null, appId: null, endpoints };
}

function suggested(shape: EndpointShape): MappingSuggestion {
  const { suggestions, refusals } = suggestMappings(appOf(shape));
  expect(refusals).toEqual([]);
  const [suggestion] = suggestions;
  if (!suggestion) throw new Error("nothing was suggested");
  return suggestion;
}

const namesFrom = ({ mapping }: MappingSuggestion, from: string) =>
  Object.entries(mapping.sources).flatMap(([name, source]) => (source.from === from ? [name] : []));

test.each(TWO_IMAGE_APPS)("$of is understood", ({ shape, first, last }) => {
  const suggestion = suggested(shape);
  expect(suggestion.isCertain).toBe(true);
  expect(namesFrom(suggestion, "first-image")).toEqual([first]);
  expect(namesFrom(suggestion, "last-image")).toEqual([last]);
  expect(namesFrom(suggestion, "prompt")).toEqual(
    shape.inputs.map(({ name }) => name).filter((name) => /^(flf2vid_)?prompt$/.test(name)),
  );
  expect(namesFrom(suggestion, "negative-prompt")).toEqual(
    shape.inputs.map(({ name }) => name).filter((name) => /^n(egative)?_prompt$/.test(name)),
  );
  expect(namesFrom(suggestion, "seed")).toEqual(
    shape.inputs.map(({ name }) => name).filter((name) => name === "seed"),
  );
  expect(namesFrom(suggestion, "duration-seconds")).toEqual(
    shape.inputs.map(({ name }) => name).filter((name) => /second/.test(name)),
  );
  expect(Object.keys(suggestion.mapping.sources)).toHaveLength(shape.inputs.length);
  expect(suggestion.mapping.outputIndex).toBe(0);
});

test("a seed is never left to chance, and -1 is no seed", () => {
  const byName = (name: string) => {
    const found = TWO_IMAGE_APPS.find(({ of }) => of === name);
    if (!found) throw new Error(name);
    return suggested(found.shape);
  };
  expect(byName("Wan 2.2 first-last").mapping.sources["randomize_seed"]).toEqual({
    from: "constant",
    value: false,
  });
  expect(byName("Wan 2.1 FLF2V").seedRange).toEqual({ min: 0, max: 2_147_483_647 });
  expect(byName("ToonCrafter").seedRange).toEqual({ min: 0, max: 50_000 });
});

test.each(OTHER_APPS)("an app with $of is refused, and says why", ({ shape, reason }) => {
  const { suggestions, refusals } = suggestMappings(appOf(shape));
  expect(suggestions).toEqual([]);
  expect(refusals).toEqual([{ apiName: "/go", reason: expect.stringMatching(reason) as string }]);
});

test("the video is found wherever it comes among the outputs", () => {
  const image = (name: string) => ({ name, component: "Image" });
  const inputs = [image("first"), image("last")];
  const outputOf = (...outputs: string[]) =>
    suggested({ apiName: "go", inputs, outputs }).mapping.outputIndex;
  expect(outputOf("Textbox", "Slider", "Video")).toBe(2);
  expect(outputOf("File", "Video")).toBe(1);
});

test("an input that is called as what every object has gets a name of its own", () => {
  const image = (name: string) => ({ name, component: "Image" });
  const odd = { name: "constructor", component: "Textbox", value: "x" };
  const inputs = [image("first"), image("last"), odd];
  const { mapping, settings } = suggested({ apiName: "go", inputs, outputs: ["Video"] });
  expect(settings).toMatchObject([{ name: "param_2", default: "x" }]);
  expect(Object.keys(mapping.sources)).toEqual(["first", "last", "param_2"]);
});

test("two images without telling names are a guess", () => {
  const image = (name: string) => ({ name, component: "Image" });
  const shape = { apiName: "go", inputs: [image("a"), image("b")], outputs: ["Video"] };
  expect(suggested(shape)).toMatchObject({ isCertain: false });
});

test.each(TWO_IMAGE_APPS)("$of is called until it changes", ({ shape }) => {
  const { mapping } = suggested(shape);
  const check = (inputs: EndpointShape["inputs"]) => () =>
    checkMapping(appOf({ ...shape, inputs }), mapping);
  expect(check(shape.inputs)().apiName).toBe(mapping.apiName);
  const other = expect.objectContaining({ errorClass: "rejected" }) as Error;
  expect(check([...shape.inputs, { name: "new", component: "Slider", value: 1 }])).toThrow(other);
  expect(check(shape.inputs.slice(1))).toThrow(other);
  expect(check([...shape.inputs].reverse())).toThrow(other);
  expect(() => checkMapping(appOf({ ...shape, apiName: "renamed" }), mapping)).toThrow(other);
});
