/** When something was last edited, in the one unit that matters: "edited 5 min ago". */
export function editedText(iso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "edited just now";
  if (minutes < 60) return `edited ${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `edited ${hours} h ago`;
  const days = Math.floor(hours / 24);
  // Written out in UTC, so that server and browser say the same.
  return days < 30 ? `edited ${days} d ago` : `edited ${iso.slice(0, 10)}`;
}
