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

/** Whether two JSON values mean the same: those whose canonical texts are equal, without writing the texts. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item: Json, place) => sameJson(item, b[place] as Json));
  }
  const left = a as { readonly [key: string]: Json | undefined };
  const right = b as { readonly [key: string]: Json | undefined };
  let size = 0;
  for (const key of Object.keys(left)) {
    const value = left[key];
    if (value === undefined) continue;
    const other = Object.hasOwn(right, key) ? right[key] : undefined;
    if (other === undefined || !sameJson(value, other)) return false;
    size += 1;
  }
  return size === Object.values(right).filter((value) => value !== undefined).length;
}
