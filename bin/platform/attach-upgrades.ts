import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

import { attachRealtime } from "#lib/realtime/server/attach-realtime.ts";
import type { Services } from "#lib/projects/services.ts";

/** Gives every WebSocket upgrade to the one it is meant for: our path to the realtime server, any other to Next. */
export type Upgrades = { close(): Promise<void> };

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/** The one place where the web server's upgrades are handed out. */
export async function attachUpgrades(options: {
  server: Server;
  next: UpgradeHandler;
  services: Services;
  connectionString: string;
}): Promise<Upgrades> {
  const { server, next, services, connectionString } = options;
  const realtime = attachRealtime({ services, connectionString });
  server.on("upgrade", (request, socket, head) => {
    if (realtime.handleUpgrade(request, socket, head)) return;
    next(request, socket, head).catch(() => socket.destroy());
  });
  return { close: () => realtime.close() };
}
