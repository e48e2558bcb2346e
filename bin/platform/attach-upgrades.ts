import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/** Gives every WebSocket upgrade to the one it is meant for: our path to the realtime server, any other to Next. */
export type Upgrades = { close(): Promise<void> };

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/** The one place where the web server's upgrades are handed out. */
export async function attachUpgrades(options: { server: Server; next: UpgradeHandler }): Promise<Upgrades> {
  options.server.on("upgrade", (request, socket, head) => {
    options.next(request, socket, head).catch(() => socket.destroy());
  });
  return { close: async () => undefined };
}
