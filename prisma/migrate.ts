import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";

import { projectPath } from "../bin/platform/project-root.ts";
import { withScratchPostgres } from "../bin/platform/with-scratch-postgres.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const migrationsDirectory = projectPath("prisma", "migrations");
const lockfile = join(migrationsDirectory, "migration_lock.toml");
const schemaFile = projectPath("prisma", "schema.prisma");
const lockfileContent = 'provider = "postgresql"\n';
const noFilters = { externalTables: [], externalEnums: [] };

async function readMigrations(): Promise<MigrationList> {
  const entries = existsSync(migrationsDirectory)
    ? await readdir(migrationsDirectory, { withFileTypes: true })
    : [];
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  names.sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => {
      const value = await readFile(join(migrationsDirectory, path, "migration.sql"), "utf8");
      return {
        path,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } },
      };
    }),
  );
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: "migration_lock.toml", content: lockfileContent },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

/**
 * Applies the migrations that the database has not seen yet, in order, and keeps Prisma's own record of them.
 * Gives the names of those that it applied.
 * @throws Error naming the migration and Postgres' reason when one fails; what came before stays applied.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const migrationsList = await readMigrations();
  return withSchemaEngine({ connectionString }, async (engine) => {
    const result = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return result.appliedMigrationNames;
  });
}

/** The SQL that would take the migrations' outcome to schema.prisma; empty when they agree. */
async function diffToSchema(connectionString: string): Promise<string> {
  const datamodel = { path: schemaFile, content: await readFile(schemaFile, "utf8") };
  const migrations = await readMigrations();
  return withSchemaEngine({ connectionString, datamodel }, async (engine) => {
    const result = await engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files: [datamodel] },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    const sql = (result.stdout ?? "").trim();
    return sql.startsWith("-- This is an empty migration") ? "" : sql;
  });
}

/**
 * Takes out the statements that a migration declares as beyond schema.prisma's words, each on a line of its own:
 * `-- beyond-prisma: DROP INDEX "keyframe_live";`
 */
async function withoutDeclared(sql: string): Promise<string> {
  const { migrationDirectories } = await readMigrations();
  const declared = migrationDirectories.flatMap(({ migrationFile: { content } }) =>
    content.tag === "ok"
      ? [...content.value.matchAll(/^-- beyond-prisma: (.+)$/gm)].map((match) => match[1]?.trim())
      : [],
  );
  const statements = sql
    .split("\n")
    .filter((line) => !line.startsWith("--"))
    .join("\n")
    .split(/(?<=;)\s*\n/);
  const left = statements
    .map((one) => one.trim())
    .filter((one) => one !== "" && !declared.includes(one.replace(/\s+/g, " ")));
  return left.join("\n");
}

/** What `prisma migrate` would still change: empty when migrations and schema agree. Runs over a Postgres of its own. */
export async function findDrift(): Promise<string> {
  return withScratchPostgres({ durable: false }, async (connectionString) =>
    withoutDeclared(await diffToSchema(connectionString)),
  );
}

/**
 * Writes a new migration from what the migrations give to what schema.prisma says. Gives its file, or undefined when
 * there is nothing to change.
 */
export async function createMigration(name: string): Promise<string | undefined> {
  if (!/^[a-z0-9_]{1,60}$/.test(name))
    throw new Error("A migration's name has a-z, 0-9 and _ only.");
  const sql = await withScratchPostgres({ durable: false }, diffToSchema);
  if ((await withoutDeclared(sql)) === "") return undefined;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const directory = join(migrationsDirectory, `${stamp}_${name}`);
  await mkdir(directory, { recursive: true });
  if (!existsSync(lockfile)) await writeFile(lockfile, lockfileContent);
  const file = join(directory, "migration.sql");
  await writeFile(file, `${sql}\n`, { flag: "wx" });
  return file;
}

async function main([command, argument]: string[]): Promise<number> {
  switch (command) {
    case "apply": {
      const url = process.env["DATABASE_URL"];
      if (url === undefined) throw new Error("Set DATABASE_URL to the database to migrate.");
      const names = await migrate(url);
      console.log(
        names.length === 0 ? "The database is up to date." : `Applied ${names.join(", ")}.`,
      );
      return 0;
    }
    case "create": {
      const file = await createMigration(argument ?? "");
      console.log(
        file === undefined
          ? "Nothing to migrate: the migrations give what schema.prisma says."
          : `Wrote ${file}.`,
      );
      return 0;
    }
    case "check": {
      const drift = await findDrift();
      if (drift === "") return 0;
      console.error(
        `Migrations and schema.prisma differ. Run \`node prisma/migrate.ts create NAME\`. Missing SQL:\n${drift}`,
      );
      return 1;
    }
    default:
      console.error("usage: node prisma/migrate.ts apply | create NAME | check");
      return 1;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
