import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

/** Postgres' internal one-byte type `"char"`, which its catalogue uses. */
const charOid = 18;
const textOid = 25;

type QueryResult = { fields: { dataTypeID: number }[] };

/** The adapter's own step between SQL and result; private in its types, so the pinned version matters. */
type WithPerformIo = { performIO(query: SqlQuery): Promise<QueryResult> };

/**
 * Makes an adapter fit for the schema engine, which the published one (7.10.0) is not in two respects. It does not know
 * the catalogue's `"char"`, so the engine cannot look at a database with tables. And it cuts scripts at each semicolon,
 * also inside strings and function bodies, and runs the pieces on any connection: here a migration is one simple query,
 * which Postgres runs whole or not at all.
 */
function mend(adapter: SqlDriverAdapter, pool: pg.Pool): SqlDriverAdapter {
  const inner = adapter as unknown as WithPerformIo;
  const performIo = inner.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns: number[] = [];
  inner.performIO = async (query) => {
    const result = await performIo(query);
    charColumns = result.fields.flatMap((field, index) =>
      field.dataTypeID === charOid ? [index] : [],
    );
    for (const index of charColumns)
      result.fields[index] = { ...result.fields[index], dataTypeID: textOid };
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.executeScript = async (script) => {
    await pool.query(script);
  };
  return adapter;
}

/** Opens an adapter over one connection: the engine's advisory lock and the script that it guards share a session. */
async function connect(connectionString: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0 });
  pool.on("error", () => undefined);
  const adapter = mend(await new PrismaPg(pool).connect(), pool);
  adapter.dispose = async () => {
    if (!pool.ended && !pool.ending) await pool.end();
  };
  return adapter;
}

async function runOnce(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The way from Prisma's schema engine to one database. */
export type MigrationAdapter = {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Closes what the engine leaves open (it never disposes of an adapter), and drops its shadow databases. */
  close(): Promise<void>;
};

/** Adapters to that database for the schema engine; a shadow database is made beside it when the engine wants one. */
export function migrationAdapter(connectionString: string): MigrationAdapter {
  const adapters: SqlDriverAdapter[] = [];
  const shadows: string[] = [];
  const open = async (url: string) => {
    const adapter = await connect(url);
    adapters.push(adapter);
    return adapter;
  };
  return {
    factory: {
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: () => open(connectionString),
      connectToShadowDb: async () => {
        const database = `genga_shadow_${globalThis.crypto.randomUUID().replaceAll("-", "")}`;
        await runOnce(connectionString, `CREATE DATABASE "${database}" TEMPLATE template0`);
        shadows.push(database);
        const url = new URL(connectionString);
        url.pathname = `/${database}`;
        return open(url.href);
      },
    },
    close: async () => {
      await Promise.all(adapters.map((adapter) => adapter.dispose()));
      for (const database of shadows)
        await runOnce(connectionString, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    },
  };
}
