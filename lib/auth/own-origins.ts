/** Where this installation is reached: decides which pages may call it. */
export type Address = {
  /** The address that people type, when a proxy stands in front. */
  readonly url: string | undefined;
  readonly host: string;
  readonly port: number;
};

/** The address that cookies and links are made for. */
export function primaryOrigin(address: Address): string {
  if (address.url !== undefined) return new URL(address.url).origin;
  return `http://${isWildcard(address.host) ? "127.0.0.1" : bracketed(address.host)}:${address.port}`;
}

/**
 * Every origin whose pages are this installation's own. One that listens on all interfaces without a fixed address
 * can't know its names, so there a page's origin must be the very host that it calls.
 */
export function ownOrigins(address: Address, requestHost: string | null): string[] {
  if (address.url !== undefined) return [new URL(address.url).origin];
  const hosts = new Set([bracketed(address.host), "127.0.0.1", "localhost", "[::1]"]);
  const own = [...hosts].map((host) => `http://${host}:${address.port}`);
  return isWildcard(address.host) && requestHost !== null ? [...own, `http://${requestHost}`] : own;
}

function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
