import { BackendError } from "#lib/backends/backend-error.ts";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { createGradioBackend } from "#lib/backends/gradio/create-gradio-backend.ts";
import { describeMappedApp } from "#lib/backends/gradio/describe-mapped-app.ts";
import type { GradioApp } from "#lib/backends/gradio/gradio-app.ts";
import { parseAppAddress } from "#lib/backends/gradio/parse-app-address.ts";
import { readAppAt } from "#lib/backends/gradio/read-app-at.ts";
import { suggestMappings } from "#lib/backends/gradio/suggest-mapping.ts";
import {
  isToonCrafter,
  TOON_CRAFTER_MAPPING,
  toonCrafterDescription,
} from "#lib/backends/gradio/toon-crafter.ts";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import type { BackendCall } from "./call-line.ts";

/** What a person at a terminal types is what they mean to reach: a GPU box in their own network, too. */
const NETWORK = { allowPrivateAddresses: true };

export type Credentials = {
  readonly token: string | null;
  readonly login: { readonly user: string; readonly password: string } | null;
};

export type FoundBackend = {
  readonly backend: InBetweenBackend;
  /** How its app is called; null for what draws here. */
  readonly call: BackendCall | null;
};

/**
 * The backend of a command line: `draft`, a Gradio app's address, or a Space's name. The app is read to know how it is
 * called; one whose two images can't be told apart by name is refused, since nobody is there to confirm a guess.
 * @throws BackendError always and only
 */
export async function findBackend(options: {
  name: string;
  credentials: Credentials;
  onDetail: (detail: string) => void;
  signal: AbortSignal;
}): Promise<FoundBackend> {
  const { name, credentials, onDetail, signal } = options;
  if (name === DRAFT_DESCRIPTION.id) return { backend: createDraftBackend(), call: null };
  const address = parseAppAddress(name);
  if (!address) {
    throw new BackendError(
      "rejected",
      `There is no backend "${name}". Give draft, the address of a Gradio app (http://127.0.0.1:7860), or a Space's name (owner/name).`,
    );
  }
  const access = { address, ...credentials, network: NETWORK };
  const app = await readAppAt({ ...access, signal, onDetail });
  const call = callOf(app, name);
  return { backend: createGradioBackend({ ...access, ...call }), call };
}

function callOf(app: GradioApp, name: string): BackendCall {
  const named = { id: name, name };
  if (isToonCrafter(app)) {
    const mapping = TOON_CRAFTER_MAPPING;
    return { mapping, isToonCrafter: true, description: toonCrafterDescription(named) };
  }
  const { suggestions, refusals } = suggestMappings(app);
  const suggestion = suggestions.find(({ isCertain }) => isCertain);
  if (suggestion) {
    const { mapping } = suggestion;
    return { mapping, isToonCrafter: false, description: describeMappedApp(suggestion, named) };
  }
  const reasons = refusals.map(({ apiName, reason }) => `${apiName}: ${reason}`).slice(0, 5);
  throw new BackendError(
    "rejected",
    [
      `Nothing at ${name} can be told to draw between two images. Nothing was drawn.`,
      ...reasons,
    ].join("\n  "),
  );
}

/**
 * A token and a login from the environment; on the command line every other user of the machine could read them.
 * @throws BackendError when the login isn't `user:password`
 */
export function readCredentials(environment: NodeJS.ProcessEnv): Credentials {
  const token = environment["GENGA_BACKEND_TOKEN"] ?? "";
  const login = environment["GENGA_BACKEND_LOGIN"] ?? "";
  const colon = login.indexOf(":");
  if (login !== "" && colon < 1) {
    throw new BackendError(
      "rejected",
      "GENGA_BACKEND_LOGIN must be user:password. Nothing was drawn.",
    );
  }
  return {
    token: token === "" ? null : token,
    login: login === "" ? null : { user: login.slice(0, colon), password: login.slice(colon + 1) },
  };
}
