import { lookup as resolve, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { addressKind } from "./address-rules.ts";
import { checkAddressKind, type OutboundRules } from "./check-outbound-url.ts";
import { OutboundError } from "./outbound-error.ts";

const CONNECT_TIMEOUT_MS = 15_000;

/** How a name becomes addresses; replaced in tests of rebinding. */
export type ResolveName = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const resolveBySystem: ResolveName = (hostname, done) =>
  resolve(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

/**
 * Connections whose addresses are checked in the very lookup that the connection uses, so that a name can't be one
 * address when it is checked and another when it is reached. One forbidden address among several refuses the name.
 */
export function guardedAgent(options: {
  rules: OutboundRules;
  resolveName?: ResolveName | undefined;
}): Agent {
  const { rules, resolveName = resolveBySystem } = options;
  const connectorFor = (protocol: string) =>
    buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      allowH2: false,
      lookup: guardedLookup({ protocol, rules, resolveName }),
    });
  const overTls = connectorFor("https:");
  const plain = connectorFor("http:");
  return new Agent({
    connect: (request, done) => (request.protocol === "https:" ? overTls : plain)(request, done),
    allowH2: false,
    connections: 8,
    maxHeaderSize: 32 * 1024,
  });
}

function guardedLookup(options: {
  protocol: string;
  rules: OutboundRules;
  resolveName: ResolveName;
}): LookupFunction {
  const { protocol, rules, resolveName } = options;
  return (hostname, lookupOptions, done) => {
    resolveName(hostname, (error, addresses) => {
      const first = addresses[0];
      const refusal = error ?? refusalOf(addresses, { protocol, rules });
      if (refusal || !first) return done(refusal ?? new Error("no address"), "", 0);
      if (lookupOptions.all) return done(null, [...addresses]);
      return done(null, first.address, first.family);
    });
  };
}

function refusalOf(
  addresses: readonly LookupAddress[],
  { protocol, rules }: { protocol: string; rules: OutboundRules },
): OutboundError | null {
  try {
    for (const { address } of addresses)
      checkAddressKind(addressKind(address), { url: { protocol }, rules });
    return null;
  } catch (error) {
    return error instanceof OutboundError ? error : new OutboundError("forbidden", "unchecked");
  }
}
