import { randomBytes } from "node:crypto";

import { inject } from "vitest";

import {
  makeTemplate,
  templateNames,
  type TestLocale,
  withClient,
  withDatabase,
} from "./test-templates.ts";

/** A database of a test's own. */
export type TestDatabase = {
  connectionString: string;
  /** Drops it, ending connections that are still open. */
  drop(): Promise<void>;
};

/**
 * Makes a fresh migrated database, a copy of the run's template (some ten milliseconds). Close your clients, then
 * `drop()` it; what is left goes with the run.
 */
export async function createTestDatabase(
  options: { locale?: TestLocale } = {},
): Promise<TestDatabase> {
  const serverUrl = inject("postgresUrl");
  const locale = options.locale ?? "builtin";
  if (locale === "icu") await makeTemplate({ serverUrl, locale });
  const name = `genga_test_${randomBytes(8).toString("hex")}`;
  await withClient(serverUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${templateNames[locale]}`),
  );
  return {
    connectionString: withDatabase(serverUrl, name),
    drop: async () => {
      await withClient(serverUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}
