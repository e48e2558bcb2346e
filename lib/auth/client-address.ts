import type { IncomingMessage } from "node:http";

/** The header in which the web process tells the sign-in limits who calls; what a client sends in it is replaced. */
export const CLIENT_ADDRESS_HEADER = "x-genga-client-address";

/**
 * Writes the caller's address into the request's headers, before anything reads them. `X-Forwarded-For` is not used:
 * anyone can send it.
 */
export function stampClientAddress(request: IncomingMessage): void {
  request.headers[CLIENT_ADDRESS_HEADER] = request.socket.remoteAddress ?? "unknown";
}
