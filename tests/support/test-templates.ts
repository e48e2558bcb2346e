import pg from "pg";

import { openJobQueue } from "#lib/jobs/job-queue.ts";

import { migrate } from "../../prisma/migrate.ts";

/** `builtin` is what the embedded Postgres has (C.UTF-8); `icu` is what many hosted ones have. */
export type TestLocale = "builtin" | "icu";

/** The database that test databases of that locale are copied from. */
export const templateNames: Readonly<Record<TestLocale, string>> = {
  builtin: "genga_template",
  icu: "genga_template_icu",
};

/** The same server, another database. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one piece of work over a connection of its own. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the migrated template database of that locale, unless the server has it already. Safe from many processes. */
export async function makeTemplate(options: {
  serverUrl: string;
  locale: TestLocale;
}): Promise<void> {
  const name = templateNames[options.locale];
  const locale = options.locale === "icu" ? "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'" : "";
  await withClient(options.serverUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(72001)");
    const found = await client.query(
      "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate",
      [name],
    );
    if (found.rowCount !== 0) return;
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' ${locale}`);
    const connectionString = withDatabase(options.serverUrl, name);
    await migrate(connectionString);
    // The queue makes its own tables; once here is sooner than once a test.
    await (await openJobQueue({ connectionString, role: "sender" })).stop();
    // The mark that it is finished; a template database also refuses to be dropped by mistake.
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  });
}
