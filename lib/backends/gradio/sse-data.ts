import { OutboundError } from "../outbound/outbound-error.ts";

/** One event of Gradio holds at most paths, a traceback and a progress table. */
const MAX_EVENT_CHARS = 1_000_000;

/**
 * The `data` of each event of a server-sent event stream (WHATWG HTML, 9.2). Comments, names and ids are dropped.
 * @throws OutboundError `too-large` for an event beyond any use
 */
export async function* sseData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  let chars = 0;
  for await (const piece of body) {
    const text = decoder.decode(piece, { stream: true });
    // Only a piece that ends a line is worth looking through all that came before it.
    const endsLine = rest.endsWith("\r") || /[\r\n]/.test(text);
    rest += text;
    if (endsLine) {
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "" && data.length > 0) {
          yield data.join("\n");
          data = [];
          chars = 0;
        } else if (line.startsWith("data:")) {
          data.push(line.slice(line.charAt(5) === " " ? 6 : 5));
          chars += line.length;
        }
      }
    }
    if (chars + rest.length > MAX_EVENT_CHARS)
      throw new OutboundError("too-large", "an endless event");
  }
}
