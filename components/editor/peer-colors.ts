/** Told apart from each other and from the selection's blue, and light enough for dark initials on top. */
const COLORS = [
  "#f2a65a",
  "#7bd389",
  "#c792ea",
  "#4dd0c8",
  "#f78fb3",
  "#d9c75b",
  "#9aa8ff",
  "#e58e73",
];

/** The colour of a person, the same on every screen. */
export function peerColor(userId: string): string {
  let hash = 0;
  for (const char of userId) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return COLORS[hash % COLORS.length] ?? "#f2a65a";
}

/** One or two letters for an avatar. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
