import { createServer } from "node:net";

/** True when this process could listen on the port now. */
export function isPortFree(options: { port: number; host: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port: options.port, host: options.host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** A port that the system says is free on that host. Another process may still take it first: be ready to ask again. */
export function findFreePort(host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string")
          reject(new Error("the system gave no port"));
        else resolve(address.port);
      });
    });
  });
}
