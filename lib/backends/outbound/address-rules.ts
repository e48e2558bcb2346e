import { BlockList, isIPv6 } from "node:net";

type Subnet = readonly [network: string, prefixBits: number, family: "ipv4" | "ipv6"];

/**
 * Never reached, whatever the operator allows: no address of a server, cloud metadata services, and IPv6 spellings
 * that carry an IPv4 address inside (RFC 6890; the metadata addresses are AWS's, Azure's, Alibaba's and Google's).
 */
const NEVER: readonly Subnet[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["100.100.100.200", 32, "ipv4"],
  ["168.63.129.16", 32, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["64:ff9b::", 32, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
  ["5f00::", 16, "ipv6"],
  ["fd00:ec2::", 32, "ipv6"],
  ["fd20:ce::254", 128, "ipv6"],
  ["fe80::", 9, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

/** Somebody's own machine or network: reached only where the operator turned that on. */
const PRIVATE: readonly Subnet[] = [
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["fc00::", 7, "ipv6"],
];

function blockListOf(subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefixBits, family] of subnets) list.addSubnet(network, prefixBits, family);
  return list;
}

const never = blockListOf(NEVER);
const privates = blockListOf(PRIVATE);
/** `::/96`: unspecified, loopback, and IPv4 addresses in their oldest spelling (`::7f00:1`). */
const embedded = blockListOf([["::", 96, "ipv6"]]);
const loopback = new BlockList();
loopback.addAddress("::1", "ipv6");
/**
 * All that the public IPv6 internet is so far, and IPv4 in IPv6. What lies outside is nobody's, or some translator's or
 * mesh's own: `::ffff:0:7f00:1` is an IPv4 address to some, `200::/7` a network of somebody's.
 */
const publicIpv6 = blockListOf([
  ["2000::", 3, "ipv6"],
  ["::ffff:0:0", 96, "ipv6"],
]);

export type AddressKind = "public" | "private" | "never";

/** What an IP address is to Genga. IPv4 in IPv6 (`::ffff:a.b.c.d`) counts as the IPv4 address that it is. */
export function addressKind(address: string): AddressKind {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  if (loopback.check(address, family)) return "private";
  if (embedded.check(address, family) || never.check(address, family)) return "never";
  if (privates.check(address, family)) return "private";
  return family === "ipv4" || publicIpv6.check(address, family) ? "public" : "never";
}
