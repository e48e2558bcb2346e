// All in one: database, migrations, pages, web and worker. Ctrl-C stops everything in order; a second one by force.
import { join } from "node:path";
import { parseArgs } from "node:util";

import { readEnvironment } from "#lib/env.ts";

import { openDataDirectory } from "./platform/data-directory.ts";
import { projectPath } from "./platform/project-root.ts";
import { runHouse } from "./platform/run-house.ts";
import { printProblem, StartProblem } from "./platform/start-problem.ts";

const usage = "usage: npm start -- [--dev] [--port N] [--data DIR]";

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        dev: { type: "boolean" },
        port: { type: "string" },
        data: { type: "string" },
        help: { type: "boolean" },
      },
    });
    const { dev = false, port, data, help = false } = values;
    const environment = readEnvironment({
      ...process.env,
      ...(port === undefined ? {} : { GENGA_PORT: port }),
      ...(data === undefined ? {} : { GENGA_DATA_DIR: data }),
    });
    return { dev, help, environment };
  } catch (error) {
    throw new StartProblem(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

async function main(): Promise<number> {
  const { dev, help, environment } = readOptions();
  if (help) {
    console.log(usage);
    return 0;
  }
  const data = openDataDirectory({
    path: environment.GENGA_DATA_DIR ?? projectPath(".genga"),
    neededMegabytes: environment.GENGA_MIN_FREE_MB,
  });
  try {
    return await runHouse({ dev, environment, data, logsDirectory: join(data.path, "logs") });
  } finally {
    data.release();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
// Nothing of ours is left at this point; a stray handle of a library must not keep the terminal.
process.exit();
