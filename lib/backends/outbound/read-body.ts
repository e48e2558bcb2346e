import type { OutboundResponse } from "./create-outbound-fetch.ts";
import { parseBoundedJson } from "./parse-bounded-json.ts";

const FIRST_BYTES = 16 * 1024;

/**
 * The body as text; its length is bounded by the request's `maxBytes`.
 * @param options.atMost bytes after which the rest is dropped
 * @throws OutboundError
 */
export async function readText(
  response: OutboundResponse,
  { atMost = Number.POSITIVE_INFINITY }: { atMost?: number } = {},
): Promise<string> {
  // One buffer that grows: a list of a million pieces of a byte would weigh a hundred times the text.
  let bytes = Buffer.alloc(FIRST_BYTES);
  let length = 0;
  for await (const piece of response.body) {
    if (length + piece.length > bytes.length) {
      const larger = Buffer.alloc(Math.max(bytes.length * 2, length + piece.length));
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
    }
    bytes.set(piece, length);
    length += piece.length;
    if (length >= atMost) break;
  }
  return bytes.toString("utf8", 0, Math.min(length, atMost));
}

/** The body as JSON, or undefined when it is none, or more of it than any answer needs. */
export async function readJson(response: OutboundResponse): Promise<unknown> {
  const text = await readText(response);
  try {
    return parseBoundedJson(text);
  } catch {
    return undefined;
  }
}
