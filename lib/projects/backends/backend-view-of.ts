import { sourceKindOf } from "#lib/backends/gradio/source-options.ts";
import type { BackendAddress } from "#lib/backends/saved-backend.ts";
import type { AddressView, BackendView } from "#lib/core/backend-settings.ts";
import { paramsSchema } from "#lib/core/segment.ts";
import { backendStateOf, type BackendStateRow } from "./backend-state-of.ts";
import { savedBackendOf } from "./read-saved-backends.ts";

/** A backend as its settings show it. Of its token and password it says only that they are there. */
export function backendViewOf(
  row: Parameters<typeof savedBackendOf>[0] & BackendStateRow,
): BackendView {
  const { id, address, mapping, description, sealedToken, sealedLogin } = savedBackendOf(row);
  const { apiName, fingerprint, sources, outputIndex } = mapping;
  return {
    id,
    name: description.name,
    address: addressViewOf(address),
    model: fingerprint === null ? "tooncrafter" : "mapped",
    description,
    params: paramsSchema.parse(row.params),
    mapping: {
      apiName,
      sources: Object.fromEntries(
        Object.entries(sources).map(([input, source]) => [input, sourceKindOf(source)]),
      ),
      outputIndex,
    },
    hasToken: sealedToken !== null,
    hasLogin: sealedLogin !== null,
    state: backendStateOf(row),
  };
}

/** Where a backend is, for the eye. */
export function addressViewOf(address: BackendAddress): AddressView {
  switch (address.kind) {
    case "space": {
      const { spaceId } = address;
      return { kind: "space", spaceId, url: `https://huggingface.co/spaces/${spaceId}` };
    }
    case "url":
      return { kind: "url", url: address.baseUrl };
    case "local":
      return { kind: "local" };
  }
}
