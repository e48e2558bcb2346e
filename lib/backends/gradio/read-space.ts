import * as z from "zod/mini";
import { BackendError } from "../backend-error.ts";
import type { OutboundFetch } from "../outbound/create-outbound-fetch.ts";
import { readJson } from "../outbound/read-body.ts";
import { AppChanged } from "./check-mapping.ts";
import { httpFailure } from "./http-failure.ts";
import { spaceStateOf, type SpaceState } from "./space-state.ts";

export type Space = {
  readonly baseUrl: string;
  readonly state: SpaceState;
  /** Given once and never again, unlike the name; null where the Hub says none. */
  readonly hubId: string | null;
};

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
  _id: z.optional(z.string().check(z.regex(/^[\w-]{1,100}$/))),
  host: z.optional(z.nullable(z.string().check(z.maxLength(300)))),
  runtime: z.optional(z.nullable(z.looseObject({ stage: z.optional(z.string()) }))),
});

/**
 * Asks Hugging Face where a Space answers and what it is doing.
 * @param options.hubId which Space it must be; absent where none was noted
 * @param options.outbound pinned to the hub's origin
 * @throws AppChanged when the name is another Space's by now; BackendError, OutboundError
 */
export async function readSpace(options: {
  spaceId: string;
  hubId?: string | undefined;
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
  const hubId = body.success ? (body.data._id ?? null) : null;
  if (options.hubId !== undefined && hubId !== null && hubId !== options.hubId)
    throw anotherSpace(spaceId);
  const host = body.success ? (body.data.host ?? "") : "";
  const origin = URL.canParse(host) ? new URL(host).origin : "";
  const stage = body.success ? (body.data.runtime?.stage ?? "") : "";
  // A token goes there, so it must be a host of Hugging Face's.
  if (!hub.isSpaceHost(origin) || (options.hubId !== undefined && hubId === null)) {
    throw new BackendError(
      "broken",
      "Hugging Face didn't say where this Space answers. Check that it is a Gradio Space and that it runs.",
      { log: `space without a usable host or id, stage ${stage.slice(0, 50)}` },
    );
  }
  return { baseUrl: origin, state: spaceStateOf(stage), hubId };
}

/** A name is free again once its Space is renamed or deleted, and whoever takes it may be anybody. */
function anotherSpace(spaceId: string): AppChanged {
  return new AppChanged(
    "rejected",
    `“${spaceId}” is another Space on Hugging Face now than the one that was set up here, and perhaps somebody else's. Genga sent it nothing. If you trust it, remove this backend and add it again.`,
    { log: "space: another id" },
  );
}
