import { asBackendError } from "./as-backend-error.ts";
import { awaitSpace } from "./await-space.ts";
import { connectGradio, type GradioNetwork, type GradioServer } from "./connect-gradio.ts";
import type { GradioApp } from "./gradio-app.ts";
import type { AppAddress } from "./parse-app-address.ts";
import { readGradioApp } from "./read-gradio-app.ts";
import { HUGGING_FACE, type Hub } from "./read-space.ts";

/** An app, and which Space it is of. */
export type AppAt = GradioApp & { readonly hubId: string | null };

const INACTIVITY_MS = 30_000;

/**
 * Reads the app at an address that a person gave, to suggest how to call it. A Space that is asleep is woken, and
 * waited for as long as somebody would look on.
 * @throws BackendError always and only
 */
export async function readAppAt(options: {
  address: AppAddress;
  token: string | null;
  login: GradioServer["login"];
  network: GradioNetwork;
  signal: AbortSignal;
  hub?: Hub;
  onDetail?: (detail: string) => void;
}): Promise<AppAt> {
  const { address, token, login, network, signal, hub = HUGGING_FACE, onDetail } = options;
  try {
    const { baseUrl, hubId } =
      address.kind === "url"
        ? { ...address, hubId: null }
        : await awaitSpace({
            ...address,
            token,
            hub,
            network,
            timing: { wakeMs: 120_000, wakePollMs: 3_000 },
            onProgress: ({ detail }) => onDetail?.(detail),
            signal,
          });
    const server = { baseUrl, token, login };
    const connection = connectGradio({ server, network, inactivityMs: INACTIVITY_MS });
    try {
      return { ...(await readGradioApp({ connection, signal })), hubId };
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw asBackendError(error, signal);
  }
}
