import { confirmMapping } from "#lib/backends/gradio/confirm-mapping.ts";
import { describeMappedApp } from "#lib/backends/gradio/describe-mapped-app.ts";
import type { EndpointMapping } from "#lib/backends/gradio/endpoint-mapping.ts";
import type { GradioApp } from "#lib/backends/gradio/gradio-app.ts";
import {
  isToonCrafter,
  TOON_CRAFTER_MAPPING,
  toonCrafterDescription,
} from "#lib/backends/gradio/toon-crafter.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { MappingChoice } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";

/** How an app is called, and what it can do, as a row keeps both: its name and id are columns of their own. */
export type ConfirmedApp = {
  readonly mapping: EndpointMapping;
  readonly description: Omit<BackendDescription, "id" | "name">;
};

/**
 * An app as it was just read, with what a person confirmed of it.
 * @throws GengaError `invalid` when that doesn't fit the app
 */
export function confirmedApp(
  app: GradioApp,
  confirmed: { readonly preset: "tooncrafter" } | { readonly mapping: MappingChoice },
): ConfirmedApp {
  if ("mapping" in confirmed) {
    const suggestion = confirmMapping(app, confirmed.mapping);
    const description = describeMappedApp(suggestion, UNNAMED);
    return { mapping: suggestion.mapping, description: withoutName(description) };
  }
  if (!isToonCrafter(app)) {
    throw new GengaError(
      "invalid",
      "This app isn't ToonCrafter any more: its inputs are other ones. Nothing was saved. Read it again and confirm its inputs.",
    );
  }
  return {
    mapping: TOON_CRAFTER_MAPPING,
    description: withoutName(toonCrafterDescription(UNNAMED)),
  };
}

/**
 * The same for a backend that is there already. A preset that still fits stays what it is, because it says more of the
 * app than the app's own labels do.
 * @throws GengaError `invalid`
 */
export function confirmedAgain(
  app: GradioApp,
  again: { readonly before: EndpointMapping; readonly mapping: MappingChoice },
): ConfirmedApp {
  const { before, mapping } = again;
  const wasPreset = before.fingerprint === null && before.apiName === mapping.apiName;
  const isPreset =
    wasPreset &&
    isToonCrafter(app) &&
    Object.entries(before.sources).every(([input, { from }]) => mapping.sources[input] === from);
  return confirmedApp(app, isPreset ? { preset: "tooncrafter" } : { mapping });
}

const UNNAMED = { id: "", name: "" };

function withoutName(described: BackendDescription): ConfirmedApp["description"] {
  const { id: _id, name: _name, ...description } = described;
  return description;
}
