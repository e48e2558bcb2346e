import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { withFileLock } from "../bin/platform/file-lock.ts";
import { projectPath, projectRoot } from "../bin/platform/project-root.ts";

const output = projectPath("lib", "db", "generated");

function stampOf(): string {
  const hash = createHash("sha256");
  hash.update(readFileSync(projectPath("prisma", "schema.prisma")));
  hash.update(readFileSync(projectPath("node_modules", "prisma", "package.json")));
  return hash.digest("hex");
}

/**
 * Generates the Prisma client into lib/db/generated unless it was generated from this very schema.
 *
 * The CLI wants to download its native schema engine first, which `generate` never runs: naming any executable as the
 * engine spares the download, and Node itself is one that every machine has.
 * @throws Error with the CLI's words when the schema is wrong.
 */
export async function generateClient(options: { force?: boolean } = {}): Promise<void> {
  const stampFile = join(output, ".stamp");
  const stamp = stampOf();
  const isFresh = () =>
    options.force !== true && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isFresh()) return;
  mkdirSync(projectPath("node_modules", ".cache"), { recursive: true });
  await withFileLock(projectPath("node_modules", ".cache", "genga-generate.lock"), async () => {
    if (isFresh()) return;
    const cli = createRequire(join(projectRoot, "package.json")).resolve("prisma/build/index.js");
    const result = spawnSync(process.execPath, [cli, "generate", "--no-hints"], {
      cwd: projectRoot,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    });
    if (result.status !== 0) {
      throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`.trim());
    }
    mkdirSync(output, { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

if (import.meta.main) await generateClient({ force: process.argv.includes("--force") });
