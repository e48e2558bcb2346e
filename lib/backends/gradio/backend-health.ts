import { createOutboundFetch } from "../outbound/create-outbound-fetch.ts";
import { asBackendError } from "./as-backend-error.ts";
import { AppChanged } from "./check-mapping.ts";
import type { GradioNetwork, GradioServer } from "./connect-gradio.ts";
import type { AppAddress } from "./parse-app-address.ts";
import { readAppAt } from "./read-app-at.ts";
import { HUGGING_FACE, readSpace, type Hub } from "./read-space.ts";
import type { SpaceState } from "./space-state.ts";

export type BackendHealth = {
  readonly state: SpaceState;
  /** What is wrong and what to do, for the person; null when nothing is. */
  readonly problem: string | null;
};

/**
 * What a backend is doing, without waking it: a Space by Hugging Face's word, another server by its answer.
 * @throws AppChanged when it is another Space than the one that was confirmed
 */
export async function readBackendHealth(options: {
  address: AppAddress;
  token: string | null;
  login: GradioServer["login"];
  network: GradioNetwork;
  signal: AbortSignal;
  hub?: Hub;
}): Promise<BackendHealth> {
  const { address, network, signal, hub = HUGGING_FACE } = options;
  try {
    if (address.kind === "url") {
      await readAppAt(options);
      return { state: "running", problem: null };
    }
    const outbound = createOutboundFetch({ ...network, pinnedOrigin: hub.origin });
    try {
      const { state } = await readSpace({ ...options, ...address, hub, outbound });
      return { state, problem: null };
    } finally {
      await outbound.close();
    }
  } catch (error) {
    if (error instanceof AppChanged) throw error;
    const { errorClass, userMessage } = asBackendError(error, signal);
    return { state: errorClass === "asleep" ? "asleep" : "broken", problem: userMessage };
  }
}
