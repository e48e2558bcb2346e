/**
 * A server's text as one plain line for a person: no tags, no control, unseen or direction-turning characters, no
 * quotes around the whole, and bounded.
 */
export function plainLine(text: string, maxChars = 300): string {
  const bounded = text.slice(0, 20_000);
  const line = withoutTags(bounded)
    // Control characters, and what can't be stored.
    .replace(/[\p{Cc}\p{Cs}\ufffd]+/gu, " ")
    // What is not seen or turns the direction of what is; all but the two joiners, which scripts and emoji need.
    .replace(/(?:(?![\u200c\u200d])\p{Cf})+/gu, "")
    // Marks piled up until they cover the lines around.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
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
