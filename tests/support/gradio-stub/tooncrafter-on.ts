import {
  createGradioBackend,
  type GradioBackendOptions,
} from "#lib/backends/gradio/create-gradio-backend.ts";
import { TOON_CRAFTER_MAPPING, toonCrafterDescription } from "#lib/backends/gradio/toon-crafter.ts";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";

/** The ToonCrafter preset on a server of this machine, with its own waits cut short. */
export function toonCrafterOn(
  server: { readonly baseUrl: string },
  more: Partial<GradioBackendOptions> = {},
): Required<InBetweenBackend> {
  return createGradioBackend({
    description: toonCrafterDescription({ id: "toon", name: "ToonCrafter" }),
    mapping: TOON_CRAFTER_MAPPING,
    address: { kind: "url", baseUrl: server.baseUrl },
    token: null,
    login: null,
    network: { allowPrivateAddresses: true },
    ...more,
  });
}
