import type { BackendHealth } from "#lib/core/backend-state.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { BackendReach } from "./backend-reach.ts";
import { checkMapping } from "./gradio/check-mapping.ts";
import type { GradioServer } from "./gradio/connect-gradio.ts";
import type { AppAddress } from "./gradio/parse-app-address.ts";
import { readAppAt, type AppAt } from "./gradio/read-app-at.ts";
import { healthAfter, healthOfSpace } from "./look-at-health.ts";
import type { SavedBackend } from "./saved-backend.ts";
import { settingsMessage } from "./settings-message.ts";

/** Who asks, and until when. */
export type Asking = { readonly userId: string; readonly signal: AbortSignal };

/**
 * Reads apps for the settings. Made once in the web process, so that what is bounded for a person is so over all
 * routes; what it throws is ready for the person.
 */
export type AppReader = {
  readonly allowsPrivateAddresses: boolean;
  /** @throws GengaError `invalid` with the reason; `conflict` when two are being read for this person, or too many for all; `cancelled` */
  read(
    app: { address: AppAddress; token: string | null; login: GradioServer["login"] },
    asking: Asking,
  ): Promise<AppAt>;
  /** The same with what is saved for a backend. */
  readSaved(backend: SavedBackend, asking: Asking): Promise<AppAt>;
  /**
   * How a backend is, without waking it, and whether its app is still the one that was confirmed.
   * @throws GengaError `conflict` when eight are being looked at for this person, or too many for all; `cancelled`
   */
  look(backend: SavedBackend, asking: Asking): Promise<Pick<BackendHealth, "state" | "problem">>;
};

/** A Space's two minutes to wake up, and the reading after it. */
const READ_TIMEOUT_MS = 170_000;
const LOOK_TIMEOUT_MS = 45_000;
const AT_ONCE = { read: 2, look: 8 } as const;
/** For everybody together: what an app says of itself may be megabytes, and is held until it is understood. */
const AT_ONCE_IN_ALL = 32;

export function createAppReader(reach: BackendReach): AppReader {
  const { allowPrivateAddresses } = reach.network;
  const underWay = new Map<string, number>();
  let inAll = 0;

  async function bounded<Value>(
    kind: keyof typeof AT_ONCE,
    asking: Asking,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const key = `${kind} ${asking.userId}`;
    const count = underWay.get(key) ?? 0;
    if (count >= AT_ONCE[kind]) throw kind === "read" ? tooManyAtOnce() : tooManyInAll();
    if (inAll >= AT_ONCE_IN_ALL) throw tooManyInAll();
    underWay.set(key, count + 1);
    inAll += 1;
    const timeoutMs = kind === "read" ? READ_TIMEOUT_MS : LOOK_TIMEOUT_MS;
    try {
      return await work(AbortSignal.any([asking.signal, AbortSignal.timeout(timeoutMs)]));
    } finally {
      inAll -= 1;
      const left = (underWay.get(key) ?? 1) - 1;
      if (left > 0) underWay.set(key, left);
      else underWay.delete(key);
    }
  }

  function forPerson(error: unknown, asking: Asking): GengaError {
    if (asking.signal.aborted) return new GengaError("cancelled", "The reading was stopped.");
    const message = settingsMessage(error, { allowPrivateAddresses });
    return new GengaError("invalid", message, { cause: error });
  }

  return {
    allowsPrivateAddresses: allowPrivateAddresses,
    read: (app, asking) =>
      bounded("read", asking, async (signal) => {
        const { network, hub } = reach;
        try {
          return await readAppAt({ ...app, network, hub, signal });
        } catch (error) {
          throw forPerson(error, asking);
        }
      }),
    readSaved: (backend, asking) =>
      bounded("read", asking, async (signal) => {
        try {
          return await readAppAt({ ...(await reach.reach(backend)), signal });
        } catch (error) {
          throw forPerson(error, asking);
        }
      }),
    look: (backend, asking) =>
      bounded("look", asking, async (signal) => {
        try {
          const reached = await reach.reach(backend);
          const space = await healthOfSpace(reached, signal);
          if (space && space.state !== "running") return space;
          checkMapping(await readAppAt({ ...reached, signal }), backend.mapping);
          return { state: "running", problem: null };
        } catch (error) {
          if (asking.signal.aborted) throw forPerson(error, asking);
          return healthAfter(error, { allowPrivateAddresses });
        }
      }),
  };
}

function tooManyAtOnce(): GengaError {
  return new GengaError(
    "conflict",
    "Genga reads two apps for you already. Nothing was changed. Wait for one of them, and try again.",
  );
}

function tooManyInAll(): GengaError {
  return new GengaError(
    "conflict",
    "Genga reads as many apps as it can at the moment. Nothing was changed. Try again in a minute.",
  );
}
