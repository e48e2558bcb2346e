import type { OutboundResponse } from "./create-outbound-fetch.ts";

/** The whole body as text; its length is bounded by the request's `maxBytes`. */
export async function readText(response: OutboundResponse): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** The body as JSON, or undefined when it is none. */
export async function readJson(response: OutboundResponse): Promise<unknown> {
  const text = await readText(response);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
