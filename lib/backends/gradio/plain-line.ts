/**
 * A server's text as one plain line for a person: no tags, no control or direction-turning characters, no quotes
 * around the whole, and bounded.
 */
export function plainLine(text: string, maxChars = 300): string {
  const bounded = text.slice(0, 20_000);
  const line = withoutTags(bounded)
    // Control and direction characters, and what can't be stored.
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]+/gu, " ")
    // Tags can be hidden in tags, so that taking out the inner ones makes outer ones.
    .replace(/<(?=[a-z/!])/gi, "‹")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(['"])(.*)\1$/, "$2")
    .trim();
  return line.length > maxChars ? `${line.slice(0, maxChars - 1).toWellFormed()}…` : line;
}

/** In one pass from left to right, so that a text of many `<` costs no more than its length. */
function withoutTags(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    const close = open < 0 ? -1 : text.indexOf(">", open);
    // A lone "<" before a digit or a space is less-than.
    if (close < 0) return out + text.slice(at);
    const isTag = /[a-z/!]/i.test(text.charAt(open + 1));
    out += text.slice(at, isTag ? open : open + 1);
    at = isTag ? close + 1 : open + 1;
  }
  return out;
}
