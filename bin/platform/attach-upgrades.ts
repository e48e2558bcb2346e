import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

import { attachRealtime } from "#lib/realtime/server/attach-realtime.ts";
import type { Services } from "#lib/projects/services.ts";

/** Gives every WebSocket upgrade to the one it is meant for: our path to the realtime server, any other to Next. */
export type Upgrades = { close(): Promise<void> };

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/**
 * The one place where the web server's upgrades are handed out.
 * @param options.next takes what is for no room, in development; null refuses it, since Next would leave the socket
 * open for ever.
 */
export async function attachUpgrades(options: {
  server: Server;
  next: UpgradeHandler | null;
  services: Services;
  connectionString: string;
}): Promise<Upgrades> {
  const { server, next, services, connectionString } = options;
  const realtime = attachRealtime({ services, connectionString });
  server.on("upgrade", (request, socket, head) => {
    // Without a listener an error of the socket would end the whole process.
    socket.on("error", () => socket.destroy());
    if (realtime.handleUpgrade(request, socket, head)) return;
    if (next) next(request, socket, head).catch(() => socket.destroy());
    else socket.destroy();
  });
  return { close: () => realtime.close() };
}
