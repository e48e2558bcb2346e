import { expect, test } from "vitest";

import { createTestDatabase } from "#tests/support/test-database.ts";
import { withClient } from "#tests/support/test-templates.ts";

async function collationOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const result = await client.query<{ provider: string }>(
      "SELECT datlocprovider::text AS provider FROM pg_database WHERE datname = current_database()",
    );
    return result.rows[0]?.provider ?? "";
  });
}

test("many test databases are made at once, migrated, and each is its own", async () => {
  const databases = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase()));
  const urls = new Set(databases.map((one) => one.connectionString));
  expect(urls.size).toBe(6);
  for (const database of databases) {
    const tables = await withClient(database.connectionString, (client) =>
      client.query(
        "SELECT 1 FROM information_schema.tables WHERE table_name = '_prisma_migrations'",
      ),
    );
    expect(tables.rowCount).toBe(1);
    await database.drop();
  }
});

test("a database with an ICU default collation is there to test against", async () => {
  const [first, second] = await Promise.all([
    createTestDatabase({ locale: "icu" }),
    createTestDatabase({ locale: "icu" }),
  ]);
  expect(await collationOf(first.connectionString)).toBe("i");
  const builtin = await createTestDatabase();
  expect(await collationOf(builtin.connectionString)).toBe("b");
  await Promise.all([first.drop(), second.drop(), builtin.drop()]);
});
