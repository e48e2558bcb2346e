import type { Environment } from "#lib/env.ts";

const postgresPort = 5432;

/** What backends may be on this installation's own machine and network, for the web process and the workers alike. */
export function backendNetworkOf(
  environment: Pick<Environment, "GENGA_ALLOW_PRIVATE_BACKENDS" | "GENGA_PORT" | "DATABASE_URL">,
): { allowPrivateAddresses: boolean; forbiddenPorts: number[] } {
  const { GENGA_ALLOW_PRIVATE_BACKENDS: allowed, GENGA_PORT: port, DATABASE_URL } = environment;
  const databasePort = Number(URL.parse(DATABASE_URL ?? "")?.port ?? "");
  return {
    allowPrivateAddresses: allowed === "on",
    forbiddenPorts: [port, databasePort || postgresPort],
  };
}

/**
 * What `npm start` decides where nobody did: whoever is on this machine may ask this machine's network anyway. Behind
 * a proxy (GENGA_URL) others come in through loopback too.
 */
export function allowPrivateBackends(
  environment: Pick<Environment, "GENGA_ALLOW_PRIVATE_BACKENDS" | "GENGA_HOST" | "GENGA_URL">,
): "on" | "off" {
  return environment.GENGA_ALLOW_PRIVATE_BACKENDS ?? (isOnlyForUs(environment) ? "on" : "off");
}

/** Whether only this machine reaches Genga. */
export function isOnlyForUs(environment: Pick<Environment, "GENGA_HOST" | "GENGA_URL">): boolean {
  const { GENGA_HOST: host, GENGA_URL: url } = environment;
  return url === undefined && /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host);
}
