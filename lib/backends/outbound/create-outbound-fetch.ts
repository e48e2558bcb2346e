import type { IncomingHttpHeaders } from "node:http";
import { request } from "undici";
import { checkOutboundUrl, type OutboundRules } from "./check-outbound-url.ts";
import { guardedAgent, type ResolveName } from "./guarded-agent.ts";
import { asOutboundError, OutboundError } from "./outbound-error.ts";

const MAX_REDIRECTS = 5;

export type OutboundRequest = {
  readonly method?: "GET" | "POST";
  /** Sent to the origin of the first URL only, whatever they are. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The longest body that is read; one that claims more is refused before it is read. */
  readonly maxBytes: number;
  /** From the request to the last byte. */
  readonly timeoutMs: number;
  /** Without any byte, head or body; by default `timeoutMs`. */
  readonly idleTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

export type OutboundResponse = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Reading on fails with OutboundError; leaving the loop closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Drops the body, which must be either read or dropped. */
  discard(): Promise<void>;
};

export type OutboundFetch = {
  /** @throws OutboundError; the signal's reason when that is aborted */
  fetch(url: string | URL, request: OutboundRequest): Promise<OutboundResponse>;
  /** Closes every connection. */
  close(): Promise<void>;
};

/**
 * The only door to addresses that people or other servers name. Public addresses over https unless the operator
 * allows private ones; checked at connect, and again for each redirect. Redirects are followed by hand for GET; a
 * pinned origin is never left, and without a pin no header of the caller's goes to another origin.
 */
export function createOutboundFetch(
  rules: OutboundRules & { resolveName?: ResolveName | undefined },
): OutboundFetch {
  const agent = guardedAgent({ rules, resolveName: rules.resolveName });

  async function fetchGuarded(address: string | URL, asked: OutboundRequest) {
    const first = checkOutboundUrl(address, rules);
    const deadline = AbortSignal.timeout(asked.timeoutMs);
    const signal = asked.signal ? AbortSignal.any([asked.signal, deadline]) : deadline;
    let url = first;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await request(url, {
        dispatcher: agent,
        method: asked.method ?? "GET",
        headers: {
          // A compressed body could be small to send and endless to read.
          "accept-encoding": "identity",
          ...(url.origin === first.origin ? asked.headers : {}),
        },
        body: asked.body ?? null,
        signal,
        headersTimeout: asked.idleTimeoutMs ?? asked.timeoutMs,
        bodyTimeout: asked.idleTimeoutMs ?? asked.timeoutMs,
      });
      const location = answer.headers["location"];
      if (!isRedirect(answer.statusCode) || typeof location !== "string") {
        const claimed = Number(answer.headers["content-length"] ?? 0);
        const packing = answer.headers["content-encoding"] ?? "identity";
        if (claimed > asked.maxBytes || packing !== "identity") {
          await drop(answer.body);
          throw new OutboundError("too-large", `a body of ${claimed} bytes, or packed`);
        }
        return {
          status: answer.statusCode,
          headers: answer.headers,
          body: bounded(answer.body, { maxBytes: asked.maxBytes, signal: asked.signal }),
          discard: () => drop(answer.body),
        };
      }
      await drop(answer.body);
      if (asked.method === "POST") throw new OutboundError("forbidden", "a redirect of a POST");
      if (redirects === MAX_REDIRECTS) throw new OutboundError("forbidden", "too many redirects");
      if (!URL.canParse(location, url)) throw new OutboundError("forbidden", "a broken redirect");
      url = checkOutboundUrl(new URL(location, url), rules);
    }
  }

  return {
    async fetch(address, asked) {
      try {
        return await fetchGuarded(address, asked);
      } catch (error) {
        asked.signal?.throwIfAborted();
        throw asOutboundError(error);
      }
    },
    close: () => agent.destroy(),
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

type Body = AsyncIterable<Uint8Array> & {
  destroy(): unknown;
  on(event: "error", on: () => void): unknown;
};

async function drop(body: Body): Promise<void> {
  // Destroying an unread body reports an error that nobody waits for.
  body.on("error", () => undefined);
  body.destroy();
}

async function* bounded(
  body: Body,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal | undefined },
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new OutboundError("too-large", `more than ${maxBytes} bytes`);
      yield piece;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asOutboundError(error);
  } finally {
    await drop(body);
  }
}
