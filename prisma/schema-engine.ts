import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

import { projectRoot } from "../bin/platform/project-root.ts";
import { migrationAdapter } from "./migration-adapter.ts";

/** Prisma's own schema engine, compiled to WebAssembly: no native program to download. */
export type SchemaEngine = bindings.SchemaEngine;

/** What the generated JavaScript glue asks of the compiled module; its types leave these two out. */
type Glue = { __wbg_set_wasm(exports: WebAssembly.Exports): void };

/**
 * What the module imports. Its own timers (a 10 s limit on the migration lock) are never cleared and would keep a
 * process that is done alive: here they don't hold it.
 */
function moduleImports(): WebAssembly.ModuleImports {
  const imports: WebAssembly.ModuleImports = {
    ...(bindings as unknown as WebAssembly.ModuleImports),
  };
  for (const name of Object.keys(imports)) {
    if (!name.startsWith("__wbg_setTimeout_")) continue;
    imports[name] = (run: () => void, delayMs: number) => setTimeout(run, delayMs).unref();
  }
  return imports;
}

let loaded: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  const resolve = createRequire(join(projectRoot, "package.json")).resolve;
  const file = join(dirname(resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm");
  // Instantiated by hand: the package's own entry imports the .wasm file as a module, which wants a bundler.
  const source = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": moduleImports(),
  });
  const { exports } = source.instance;
  (bindings as unknown as Glue).__wbg_set_wasm(exports);
  const begin = exports["__wbindgen_start"];
  if (typeof begin !== "function") throw new Error("Prisma's schema engine has an unknown form.");
  (begin as () => void)();
}

/**
 * Runs one piece of work with an engine over that database, and closes its connections after. `datamodel` is the
 * schema to know of, where the work needs one.
 * @throws Error when the database doesn't answer.
 */
export async function withSchemaEngine<Result>(
  options: { connectionString: string; datamodel?: { path: string; content: string } },
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loaded ??= loadEngine();
  await loaded;
  const { connectionString, datamodel } = options;
  const adapter = migrationAdapter(connectionString);
  const datamodels: [string, string][] | undefined =
    datamodel === undefined ? undefined : [[datamodel.path, datamodel.content]];
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(adapter.factory);
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await adapter.close();
  }
}
