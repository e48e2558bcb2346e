import { GengaError } from "#lib/core/errors.ts";
import { ownOrigins, type Address } from "./own-origins.ts";

/**
 * Refuses what another site's page sends in a person's name (cross-site request forgery). Browsers say where a request
 * comes from in `Origin` and `Sec-Fetch-Site`, which no page can forge; a sandboxed frame's `null` is no origin of ours.
 * A program that is no browser sends neither and has no cookies by accident, so it may pass.
 * @throws GengaError `forbidden`
 */
export function requireSameOrigin(address: Address, headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isOwnSite = site === null || site === "same-origin";
  const isOwnOrigin = origin === null || ownOrigins(address, headers.get("host")).includes(origin);
  if (isOwnSite && isOwnOrigin) return;
  throw new GengaError(
    "forbidden",
    "Another site asked for this in your name, so nothing was done. Open Genga itself and try again.",
    { log: `cross-site request: origin ${origin ?? "none"}, site ${site ?? "none"}` },
  );
}
