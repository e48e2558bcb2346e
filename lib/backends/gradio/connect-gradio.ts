import type { IncomingHttpHeaders } from "node:http";
import { BackendError } from "../backend-error.ts";
import {
  createOutboundFetch,
  type OutboundRequest,
  type OutboundResponse,
} from "../outbound/create-outbound-fetch.ts";
import type { ResolveName } from "../outbound/guarded-agent.ts";
import { readText } from "../outbound/read-body.ts";
import { httpFailure } from "./http-failure.ts";

export type GradioServer = {
  /** Without a slash at the end. The server's own idea of its address (`root`) is never followed. */
  readonly baseUrl: string;
  /** A Hugging Face token; goes to this origin only. */
  readonly token: string | null;
  readonly login: { readonly user: string; readonly password: string } | null;
};

export type GradioNetwork = {
  readonly allowPrivateAddresses: boolean;
  readonly forbiddenPorts?: readonly number[] | undefined;
  /** By default the system's. */
  readonly resolveName?: ResolveName | undefined;
};

/** One job's own connections to one server; nothing is shared between jobs. */
export type GradioConnection = {
  /** Asks a path below the base address, with token and cookies. @throws OutboundError */
  ask(path: string, request: OutboundRequest): Promise<OutboundResponse>;
  /**
   * The same, for an answer that must be 200; signs in where the server asks for it. `step` is for the message.
   * @throws BackendError, OutboundError
   */
  askOk(path: string, request: OutboundRequest & { step: string }): Promise<OutboundResponse>;
  /** A text of the server's without the token and the password, which some repeat in what people and logs are told. */
  withoutSecrets(text: string): string;
  close(): Promise<void>;
};

const MAX_COOKIES = 20;
const MAX_COOKIE_CHARS = 4_096;
const ERROR_TEXT_BYTES = 64 * 1024;
/** What is shorter is part of other words. */
const MIN_SECRET_CHARS = 6;

/** Connects to a Gradio server and to no other origin. */
export function connectGradio(options: {
  server: GradioServer;
  network: GradioNetwork;
  /** The longest silence in any answer. */
  inactivityMs: number;
  /** The longest time for any answer, whatever its step allows. */
  longestMs?: number;
}): GradioConnection {
  const { server, network, inactivityMs, longestMs = Number.POSITIVE_INFINITY } = options;
  const pinnedOrigin = URL.canParse(server.baseUrl) ? new URL(server.baseUrl).origin : "";
  const outbound = createOutboundFetch({ ...network, pinnedOrigin });
  const cookies = new Map<string, string>();
  const secrets = [server.token ?? "", server.login?.password ?? ""].filter(
    ({ length }) => length >= MIN_SECRET_CHARS,
  );
  const withoutSecrets = (text: string) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, "•••"), text);

  async function failureOf(response: OutboundResponse, step: string): Promise<BackendError> {
    // The request's own bound is that of a video.
    const text = await readText(response, { atMost: ERROR_TEXT_BYTES }).catch(() => "");
    const { status, headers } = response;
    return httpFailure({ status, headers, text: withoutSecrets(text), step, now: new Date() });
  }

  async function ask(path: string, request: OutboundRequest): Promise<OutboundResponse> {
    const headers = { ...request.headers, ...credentials(server.token, cookies) };
    const response = await outbound.fetch(`${server.baseUrl}${path}`, {
      idleTimeoutMs: inactivityMs,
      ...request,
      timeoutMs: Math.min(request.timeoutMs, longestMs),
      headers,
    });
    keepCookies(cookies, response.headers);
    return response;
  }

  async function signIn(
    login: NonNullable<GradioServer["login"]>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const response = await ask("/login", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ username: login.user, password: login.password }).toString(),
      maxBytes: ERROR_TEXT_BYTES,
      timeoutMs: 30_000,
      signal,
    });
    if (response.status >= 500) throw await failureOf(response, "sign in");
    await response.discard();
    if (response.status === 200) return;
    throw new BackendError(
      "rejected",
      "The backend doesn't know this user name and password. Check them in the backend's settings.",
      { log: `sign in: ${response.status}` },
    );
  }

  return {
    ask,
    async askOk(path, request) {
      let response = await ask(path, request);
      if (response.status === 401 && server.login) {
        await response.discard();
        await signIn(server.login, request.signal);
        response = await ask(path, request);
      }
      if (response.status === 200) return response;
      throw await failureOf(response, request.step);
    },
    withoutSecrets,
    close: () => outbound.close(),
  };
}

function credentials(
  token: string | null,
  cookies: ReadonlyMap<string, string>,
): Record<string, string> {
  const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(jar !== "" && { cookie: jar }),
  };
}

function keepCookies(cookies: Map<string, string>, headers: IncomingHttpHeaders): void {
  for (const line of [headers["set-cookie"] ?? []].flat()) {
    const found = /^([\w!#$%&'*+.^`|~-]{1,128})=([^;\s",\\]*)/.exec(
      line.slice(0, MAX_COOKIE_CHARS),
    );
    if (found?.[1] === undefined || found[2] === undefined) continue;
    if (cookies.size < MAX_COOKIES || cookies.has(found[1])) cookies.set(found[1], found[2]);
  }
}
