import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ParamSpec } from "#lib/core/backend-description.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import { paramsSchema } from "#lib/core/segment.ts";
import { answersOf } from "#tests/support/gradio-stub/app-shape.ts";
import { TWO_IMAGE_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { SEED } from "#tests/support/random-change.ts";
import { BackendError } from "../backend-error.ts";
import type { GradioConnection } from "./connect-gradio.ts";
import { describeMappedApp } from "./describe-mapped-app.ts";
import { endpointMappingSchema } from "./endpoint-mapping.ts";
import { readGradioApp } from "./read-gradio-app.ts";
import { suggestMappings } from "./suggest-mapping.ts";

/** A connection to a server that says this. */
function saying(config: string, info: string): GradioConnection {
  const answer = (text: string) => ({
    status: 200,
    headers: {},
    body: (async function* () {
      yield new TextEncoder().encode(text);
    })(),
    discard: async () => undefined,
  });
  return {
    ask: async () => answer(""),
    askOk: async (path) => answer(path === "/config" ? config : info),
    withoutSecrets: (text) => text,
    close: async () => undefined,
  };
}

const read = (config: string, info: string) =>
  readGradioApp({ connection: saying(config, info), signal: new AbortController().signal });

/** A setting that a form can show, and whose default a recipe can hold. */
function expectSetting(setting: ParamSpec): void {
  expect(paramsSchema.safeParse({ [setting.name]: setting.default }).error).toBeUndefined();
  expect(setting.label.length).toBeGreaterThan(0);
  expect(setting.label.length).toBeLessThanOrEqual(100);
  if (setting.type === "number") {
    const { min, max, step, default: value } = setting;
    expect(Number.isFinite(max - min) && max > min && step > 0).toBe(true);
    expect(value >= min && value <= max).toBe(true);
  }
  if (setting.type === "choice") expect(setting.choices).toContain(setting.default);
}

/** Whatever a server says, it is an app that can be mapped, saved and shown, or a BackendError. */
async function expectSound(config: string, info: string): Promise<void> {
  const app = await read(config, info).catch((error: unknown) => {
    expect(error).toBeInstanceOf(BackendError);
    return null;
  });
  if (!app) return;
  const { suggestions, refusals } = suggestMappings(app);
  for (const suggestion of suggestions) {
    const { mapping, settings, seedRange } = suggestion;
    expect(endpointMappingSchema.safeParse(JSON.parse(canonicalJson(mapping))).success).toBe(true);
    for (const setting of settings) expectSetting(setting);
    if (seedRange) expect(seedRange.max).toBeGreaterThanOrEqual(seedRange.min);
    const description = describeMappedApp(suggestion, { id: "b", name: "B" });
    expect(JSON.stringify([description.name, mapping.apiName])).not.toMatch(/<[a-z/!]/i);
    // As JSON writes what no database keeps.
    expect(JSON.stringify([description, mapping])).not.toMatch(/\\u0000|\\ud[89a-f]/);
  }
  for (const { reason } of refusals) {
    expect(reason).not.toMatch(/<[a-z/!]|[\p{Cc}\u202a-\u202e]/iu);
    expect(reason.length).toBeLessThan(300);
  }
}

/** All places in a JSON value, as paths. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]))];
}

function withAt(value: unknown, path: readonly string[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === key ? withAt(one, rest, put) : (one as unknown)));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, one]) => [
      name,
      name === key ? withAt(one, rest, put) : (one as unknown),
    ]),
  );
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    ...[-1, 0, 0.5, 1e300, 2 ** 53, "", "x".repeat(30_000), "__proto__", "constructor", "toString"],
    ...["<img src=x onerror=alert(1)>", "\u202eevil", "a\u0000b", [], {}, [[]], [[[1]]], true],
    ...[{ type: "number" }, { __proto__: null, minimum: "1" }, ["a", "a"], [null]],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

test("a real app with any of its parts replaced by anything is read soundly or refused", async () => {
  const apps = TWO_IMAGE_APPS.map(({ shape }) =>
    answersOf({ version: "5.49.1", endpoints: [shape], hiddenFirst: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...apps),
      fc.array(fc.tuple(fc.nat(100_000), odd), { minLength: 1, maxLength: 4 }),
      async (answers, changes) => {
        let both: unknown = answers;
        for (const [pick, put] of changes) {
          const places = placesIn(both);
          both = withAt(both, places[pick % places.length] ?? [], put);
        }
        const { config, info } = (both ?? {}) as { config?: unknown; info?: unknown };
        await expectSound(JSON.stringify(config) ?? "", JSON.stringify(info) ?? "");
      },
    ),
    { seed: SEED, numRuns: 400 },
  );
});

test("any JSON and any text is refused as no app", async () => {
  const text = fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: "binary", maxLength: 100 }));
  await fc.assert(fc.asyncProperty(text, text, expectSound), { seed: SEED, numRuns: 300 });
});

test("an app whose names, labels, choices and defaults are hostile shows plain ones", async () => {
  const label = "<b onmouseover=alert(1)>Image</b>\u202e";
  const choices = (...texts: string[]) => ({ value: "a", props: { choices: ["a", ...texts] } });
  const inputs = [
    { name: "__proto__", component: "Image", label: `first ${label}` },
    { name: "constructor", component: "Image", label: `last ${label}` },
    { name: "a b; DROP", component: "Slider", label, value: 1, props: { minimum: 0, maximum: 9 } },
    { name: "mode", component: "Dropdown", ...choices("b") },
    { name: "nul", component: "Dropdown", ...choices("\u0000") },
    { name: "turned", component: "Dropdown", ...choices("\u202eb") },
    { name: "note", component: "Textbox", value: "\ud800 and \u0000" },
  ];
  const outputs = ["Video"];
  const endpoints = ["go", "<b>go</b>", "go\u202e", "g\u0000"].map((apiName) => ({
    ...{ apiName, inputs, outputs },
  }));
  const { config, info } = answersOf({ version: "6.25.0", endpoints });
  await expectSound(JSON.stringify(config), JSON.stringify(info));
  const app = await read(JSON.stringify(config), JSON.stringify(info));
  expect(app.endpoints.map(({ apiName }) => apiName)).toEqual(["/go"]);
  const { parameters = [] } = app.endpoints[0] ?? {};
  const names = ["param_0", "param_1", "param_2", "mode", "nul", "turned", "note"];
  expect(parameters.map(({ name }) => name)).toEqual(names);
  const [first, last, slider, mode, nul, turned, note] = parameters;
  expect([first?.label, last?.label, slider?.label]).toEqual([
    "first Image",
    "last Image",
    "Image",
  ]);
  expect([mode?.choices, nul?.choices, turned?.choices]).toEqual([["a", "b"], null, null]);
  expect(note?.default).toBeNull();
});
