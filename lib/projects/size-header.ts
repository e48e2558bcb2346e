import type { ServerResponse } from "node:http";

/** In this header a route says how many bytes follow, because Next drops every `Content-Length` that a route sets. */
export const SIZE_HEADER = "x-genga-size";

/** Turns the routes' size into the real header, so that downloads show how far they are and players can seek. */
export function passSize(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== SIZE_HEADER) return setHeader(name, value);
    return setHeader("content-length", String(value));
  };
}
