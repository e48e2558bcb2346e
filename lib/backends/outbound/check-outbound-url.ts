import { isIP } from "node:net";
import { addressKind, type AddressKind } from "./address-rules.ts";
import { OutboundError } from "./outbound-error.ts";

/** Services that are no web servers, of which some act on whatever line they are sent. */
const FORBIDDEN_PORTS: ReadonlySet<number> = new Set([
  7, 9, 11, 13, 15, 19, 20, 21, 22, 23, 25, 53, 69, 110, 111, 119, 135, 137, 139, 143, 161, 389,
  445, 465, 514, 587, 636, 993, 995, 1433, 1521, 2049, 2181, 2375, 3306, 3389, 5432, 5672, 5900,
  5984, 6379, 9042, 9092, 9200, 9300, 11211, 27017,
]);

export type OutboundRules = {
  /** Whether this installation's operator lets backends be on this machine or in its network. */
  readonly allowPrivateAddresses: boolean;
  /** The one origin that may be asked; null for any public one. */
  readonly pinnedOrigin: string | null;
  /** Ports of this installation's own services. */
  readonly forbiddenPorts?: readonly number[] | undefined;
};

/**
 * Checks all of a URL that can be seen without asking the network; names are checked again when they are resolved.
 * @throws OutboundError `forbidden`
 */
export function checkOutboundUrl(address: string | URL, rules: OutboundRules): URL {
  if (!URL.canParse(address)) throw forbidden("it is not a web address");
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw forbidden("it must begin with https");
  if (url.username !== "" || url.password !== "") throw forbidden("it carries a name or password");
  const { pinnedOrigin } = rules;
  if (pinnedOrigin !== null && url.origin !== pinnedOrigin)
    throw forbidden("it leaves the backend's own address");
  // Https keeps its own port, which is the public web's and can't be closed to all.
  const port = url.port === "" && url.protocol === "http:" ? 80 : Number(url.port);
  if (FORBIDDEN_PORTS.has(port) || rules.forbiddenPorts?.includes(port))
    throw forbidden("its port is not one for web servers");
  if (url.protocol === "http:" && !rules.allowPrivateAddresses)
    throw forbidden("it must begin with https");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) checkAddressKind(addressKind(host), { url, rules });
  else if (/(^|\.)localhost\.?$/.test(host)) checkAddressKind("private", { url, rules });
  return url;
}

/**
 * Checks what a name turned out to be. Unencrypted traffic stays inside one's own network.
 * @throws OutboundError `forbidden`
 */
export function checkAddressKind(
  kind: AddressKind,
  { url, rules }: { url: Pick<URL, "protocol">; rules: OutboundRules },
): void {
  if (kind === "never") throw forbidden("such addresses are never asked");
  if (kind === "private" && !rules.allowPrivateAddresses)
    throw forbidden("it is on a private network, which this installation doesn't allow");
  if (kind === "public" && url.protocol === "http:") throw forbidden("it must begin with https");
}

function forbidden(why: string): OutboundError {
  return new OutboundError("forbidden", why);
}
