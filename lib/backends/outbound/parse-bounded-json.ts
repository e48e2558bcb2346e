/**
 * A parsed value takes many times the memory of its shortest text (`[[[[`, `{},{},`), and each is looked at while nobody
 * else is served. Two-image apps have a few hundred inputs and properties, with all of Gradio's own a few thousand.
 */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 64;

/**
 * JSON from another server: parsed only if it is no deeper and holds no more values than one of ours could need.
 * @throws SyntaxError when it isn't, or is no JSON
 */
export function parseBoundedJson(text: string): unknown {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at);
    else if (char === "]" || char === "}") depth -= 1;
    else if (char === "," || char === "[" || char === "{") {
      if (char !== ",") depth += 1;
      values += 1;
      if (depth > MAX_DEPTH || values > MAX_VALUES) throw new SyntaxError("too much JSON");
    }
  }
  return JSON.parse(text) as unknown;
}

/** Where a string that begins at `start` ends; at the text's end when it doesn't. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === "\\") slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}
