import * as z from "zod/mini";
import type { GradioNetwork, GradioServer } from "./gradio/connect-gradio.ts";
import type { AppAddress } from "./gradio/parse-app-address.ts";
import { HUGGING_FACE, type Hub } from "./gradio/read-space.ts";
import { awaitLocalServer, readLocalServer, type Waiting } from "./read-local-server.ts";
import type { SavedBackend } from "./saved-backend.ts";
import { createSecretSealer, type SecretSealer } from "./seal-secret.ts";

/** What an app is asked with: secrets open, so it is never logged, stored or sent. */
export type ReachedApp = {
  readonly address: AppAddress;
  readonly token: string | null;
  readonly login: GradioServer["login"];
  readonly network: GradioNetwork;
  readonly hub: Hub;
};

/** How this installation gets to backends. */
export type BackendReach = {
  readonly sealer: SecretSealer;
  readonly network: GradioNetwork;
  readonly hub: Hub;
  /**
   * A saved backend's address at the moment, and its secrets opened.
   * @param waiting for a drawing, which waits for the local one while that is on its way
   * @throws BackendError `asleep` when the local one isn't running; `rejected` when its secrets can't be read
   */
  reach(
    backend: Pick<SavedBackend, "workspaceId" | "id" | "address" | "sealedToken" | "sealedLogin">,
    waiting?: Waiting,
  ): Promise<ReachedApp>;
};

export type BackendReachOptions = {
  /** GENGA_SECRET; the key that seals tokens is made of it. */
  readonly secret: string;
  readonly dataDirectory: string;
  /** Whether backends on this machine and its network may be asked. */
  readonly allowPrivateAddresses: boolean;
  /** Ports of this installation's own services, which no backend may be. */
  readonly forbiddenPorts: readonly number[];
  /** Another than Hugging Face only in tests. */
  readonly hub?: Hub | undefined;
};

const loginSchema = z.object({ user: z.string(), password: z.string() });

export function createBackendReach(options: BackendReachOptions): BackendReach {
  const { secret, dataDirectory, allowPrivateAddresses, forbiddenPorts } = options;
  const { hub = HUGGING_FACE } = options;
  const sealer = createSecretSealer(secret);
  const network = { allowPrivateAddresses, forbiddenPorts };
  return {
    sealer,
    network,
    hub,
    async reach({ workspaceId, id, address, sealedToken, sealedLogin }, waiting) {
      if (address.kind === "local") {
        const { baseUrl, login } = waiting
          ? await awaitLocalServer({ dataDirectory, ...waiting })
          : await readLocalServer(dataDirectory);
        return {
          address: { kind: "url", baseUrl },
          token: null,
          login,
          // Our own server on loopback is no address that somebody named.
          network: { ...network, allowPrivateAddresses: true },
          hub,
        };
      }
      const owner = { workspaceId, backendId: id };
      const openSealed = (sealed: string | null, kind: "token" | "login") =>
        sealed === null ? null : sealer.open(sealed, { ...owner, kind });
      const token = openSealed(sealedToken, "token");
      const login = openSealed(sealedLogin, "login");
      return {
        address,
        token,
        login: login === null ? null : loginSchema.parse(JSON.parse(login)),
        network,
        hub,
      };
    },
  };
}
