import * as z from "zod/mini";
import { BackendError } from "../backend-error.ts";
import type { OutboundFetch } from "../outbound/create-outbound-fetch.ts";
import { readJson } from "../outbound/read-body.ts";
import { httpFailure } from "./http-failure.ts";
import { spaceStateOf, type SpaceState } from "./space-state.ts";

export type Space = { readonly baseUrl: string; readonly state: SpaceState };

/** Hugging Face's own API, and where its Spaces answer. Others only in tests. */
export type Hub = {
  readonly origin: string;
  isSpaceHost(origin: string): boolean;
};

export const HUGGING_FACE: Hub = {
  origin: "https://huggingface.co",
  isSpaceHost: (origin) => /^https:\/\/[a-z0-9-]+\.hf\.space$/.test(origin),
};

const TIMEOUT_MS = 30_000;

const spaceSchema = z.looseObject({
  host: z.optional(z.nullable(z.string().check(z.maxLength(300)))),
  runtime: z.optional(z.nullable(z.looseObject({ stage: z.optional(z.string()) }))),
});

/**
 * Asks Hugging Face where a Space answers and what it is doing.
 * @param options.outbound pinned to the hub's origin
 * @throws BackendError, OutboundError
 */
export async function readSpace(options: {
  spaceId: string;
  token: string | null;
  hub: Hub;
  outbound: OutboundFetch;
  /** The longest silence. */
  inactivityMs?: number;
  signal: AbortSignal;
}): Promise<Space> {
  const { spaceId, token, hub, outbound, inactivityMs = TIMEOUT_MS, signal } = options;
  const answer = await outbound.fetch(`${hub.origin}/api/spaces/${spaceId}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    maxBytes: 4 * 1024 * 1024,
    timeoutMs: TIMEOUT_MS,
    idleTimeoutMs: inactivityMs,
    signal,
  });
  if ([401, 403, 404].includes(answer.status)) {
    await answer.discard();
    throw new BackendError(
      "rejected",
      "Hugging Face shows no such Space. Check its name; if it is private, check the token in the backend's settings.",
      { log: `space: ${answer.status}` },
    );
  }
  if (answer.status !== 200) {
    await answer.discard();
    const { status, headers } = answer;
    throw httpFailure({ status, headers, text: "", step: "ask Hugging Face", now: new Date() });
  }
  const body = spaceSchema.safeParse(await readJson(answer));
  const host = body.success ? (body.data.host ?? "") : "";
  const origin = URL.canParse(host) ? new URL(host).origin : "";
  const stage = body.success ? (body.data.runtime?.stage ?? "") : "";
  // A token goes there, so it must be a host of Hugging Face's.
  if (!hub.isSpaceHost(origin)) {
    throw new BackendError(
      "broken",
      "Hugging Face didn't say where this Space answers. Check that it is a Gradio Space and that it runs.",
      { log: `space without a usable host, stage ${stage.slice(0, 50)}` },
    );
  }
  return { baseUrl: origin, state: spaceStateOf(stage) };
}
