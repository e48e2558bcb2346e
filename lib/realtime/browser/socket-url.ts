import { PROTOCOL_VERSION, socketPath } from "../protocol.ts";

/**
 * The project's room.
 * @param options.since the revision to go on from; null asks for the whole state.
 */
export function socketUrl(options: {
  projectId: string;
  origin: string;
  since: number | null;
}): string {
  const url = new URL(socketPath(options.projectId), options.origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("protocol", String(PROTOCOL_VERSION));
  if (options.since !== null) url.searchParams.set("since", String(options.since));
  return url.href;
}
