// The web process: Next behind a small server of our own, which also owns the WebSocket upgrade. It needs DATABASE_URL,
// GENGA_DATA_DIR and GENGA_SECRET; `npm start` sets them, and restarts it when it ends.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import next from "next";

import { stampClientAddress } from "#lib/auth/client-address.ts";
import { readEnvironment } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { createServices } from "#lib/projects/create-services.ts";
import { followLocalBackend } from "#lib/projects/local-backend/follow-local-backend.ts";
import { openLocalBackendControl } from "#lib/projects/local-backend/local-backend-control.ts";
import { provideServices } from "#lib/projects/services.ts";
import { passSize } from "#lib/projects/size-header.ts";

import { attachUpgrades } from "./platform/attach-upgrades.ts";
import { backendNetworkOf } from "./platform/backend-network.ts";
import { liveAsChild, tellParent } from "./platform/live-as-child.ts";
import { projectRoot } from "./platform/project-root.ts";

const drainMs = 3000;

async function startWeb(): Promise<void> {
  const environment = readEnvironment();
  const { GENGA_HOST: hostname, GENGA_PORT: port } = environment;
  const {
    DATABASE_URL: databaseUrl,
    GENGA_DATA_DIR: dataDirectory,
    GENGA_SECRET: secret,
  } = environment;
  if (!databaseUrl || !dataDirectory || !secret) {
    throw new Error(
      "The web process needs DATABASE_URL, GENGA_DATA_DIR and GENGA_SECRET; `npm start` sets them.",
    );
  }
  const dev = process.env.NODE_ENV !== "production";
  // The media code starts processes of its own from files that no bundler has moved.
  process.env["GENGA_ROOT"] = projectRoot;
  const address = { url: environment.GENGA_URL, host: hostname, port };
  const canAskStart = environment.GENGA_LOCAL_BACKEND === "on" && process.connected;
  const { services, close: closeServices } = await createServices({
    databaseUrl,
    dataDirectory,
    secret,
    address,
    ...backendNetworkOf(environment),
    localBackend: canAskStart
      ? openLocalBackendControl({
          dataDirectory,
          tellStart: (request) => tellParent({ type: "local-backend", ...request }),
        })
      : null,
  });
  provideServices(services);
  const { database, localBackend } = services;
  const stopFollowing = localBackend && followLocalBackend({ database, localBackend });
  const app = next({
    dev,
    dir: projectRoot,
    hostname,
    port,
    quiet: !dev,
    // Next listens for upgrades on this one, where none come: all of ours, the rooms' too, would run through its
    // routes a second time.
    httpServer: createServer(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    stampClientAddress(request);
    passSize(response);
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url }, "a request failed");
      if (!response.headersSent) response.writeHead(500).end();
      else response.destroy();
    });
  });
  // Uploads of large drawings over a slow line take longer than Node's five minutes.
  server.requestTimeout = 3_600_000;
  const upgrades = await attachUpgrades({
    server,
    next: dev ? app.getUpgradeHandler() : null,
    services,
    connectionString: databaseUrl,
  });

  server.once("error", (error) => {
    if ("code" in error && error.code === "EADDRINUSE") {
      tellParent({ type: "port-taken", port });
      log.warn({ port }, "the port is taken");
    } else {
      log.fatal({ err: error }, "cannot listen");
    }
    // The message goes out before the process ends.
    setTimeout(() => process.exit(1), 50);
  });
  server.listen({ host: hostname, port }, () => {
    log.info({ hostname, port }, "web is listening");
    tellParent({ type: "ready" });
  });

  liveAsChild(async () => {
    await upgrades.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.race([closed, delay(drainMs)]);
    server.closeAllConnections();
    await Promise.race([app.close(), delay(drainMs)]);
    await Promise.race([stopFollowing?.(), delay(drainMs)]);
    await Promise.race([closeServices(), delay(drainMs)]);
  });
}

await startWeb();
