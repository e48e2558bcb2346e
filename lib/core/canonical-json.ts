export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * One text for one value: keys sorted by code unit, absent and undefined alike, numbers as JavaScript prints them.
 * The idea of RFC 8785, for the JSON that Genga makes itself.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Whether two JSON values mean the same. */
export function sameJson(a: Json, b: Json): boolean {
  return Object.is(a, b) || canonicalJson(a) === canonicalJson(b);
}
