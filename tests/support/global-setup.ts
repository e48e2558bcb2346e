import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { startEmbeddedPostgres } from "../../bin/platform/embedded-postgres.ts";
import { findFreePort } from "../../bin/platform/free-port.ts";
import { prepareForPostgres } from "../../bin/platform/postgres-directory.ts";
import { generateClient } from "../../prisma/generate.ts";
import { makeTemplate } from "./test-templates.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The connection string of the run's Postgres, its database `postgres`. */
    postgresUrl: string;
  }
}

type Shared = { url: string; users: number; stop(): Promise<void> };

/** Vitest loads this file once for each project, in one process: the projects share one server through the global. */
const holder = globalThis as typeof globalThis & { gengaTestPostgres?: Promise<Shared> };

async function startShared(): Promise<Shared> {
  await generateClient();
  const directory = await mkdtemp(join(tmpdir(), "genga-test-"));
  prepareForPostgres(directory);
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, "postgres"),
    port: await findFreePort(),
    password: randomBytes(18).toString("base64url"),
    logFile: join(directory, "postgres.log"),
    durable: false,
  });
  const url = postgres.connectionString("postgres");
  const stop = async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await makeTemplate({ serverUrl: url, locale: "builtin" });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, users: 0, stop };
}

/** Starts the run's one Postgres, with a migrated template database, and stops it after the last project. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  holder.gengaTestPostgres ??= startShared();
  const shared = await holder.gengaTestPostgres;
  shared.users += 1;
  project.provide("postgresUrl", shared.url);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete holder.gengaTestPostgres;
    await shared.stop();
  };
}
