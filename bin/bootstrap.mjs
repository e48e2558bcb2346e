// The one file that runs under whatever Node the machine has (20 or newer). It makes sure that the
// dependencies are those of package-lock.json, then hands over to the project's own Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const commands = ["start", "test", "check", "bench", "genga", "selfhost"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".genga-lock");
const nodeFile = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** The hash of the lock file and of the machine kind: node_modules belongs to both. */
function lockHash() {
  const hash = createHash("sha256");
  hash.update(readFileSync(join(root, "package-lock.json")));
  hash.update(`${process.platform} ${process.arch}`);
  return hash.digest("hex");
}

function fail(message) {
  process.stderr.write(`genga: ${message}\n`);
  process.exit(1);
}

function isInstalled(hash) {
  if (!existsSync(nodeFile) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, "utf8").trim() === hash;
}

/**
 * True when npm itself says that it installed exactly this lock file (someone ran `npm ci` by hand): its own
 * record of what lies in node_modules names the same version for every package that the record has.
 */
function matchesNpmRecord() {
  const recordFile = join(modules, ".package-lock.json");
  if (!existsSync(recordFile) || !existsSync(nodeFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(recordFile, "utf8")).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = present[path];
    if (found === undefined ? entry.optional !== true : found.version !== entry.version)
      return false;
  }
  return true;
}

/** Installs with the npm that runs this script, or the one in PATH. */
function install() {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const env = { ...process.env, NODE_ENV: "development" };
  // npm marks the scripts that it runs: a nested npm must read this project's settings afresh.
  for (const key of Object.keys(env))
    if (/^npm_(config|package|lifecycle|command)/i.test(key)) delete env[key];
  const options = { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] };
  const result =
    npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (result.error !== undefined)
    fail(`could not run npm (${result.error.message}). Install npm 10 or newer and try again.`);
  if (result.signal !== null) process.exit(130);
  if (result.status !== 0) {
    rmSync(stampFile, { force: true });
    fail(
      "npm ci failed (see above). Your data is untouched. Check the network and the free disk space, and try again.",
    );
  }
}

function ensureInstalled() {
  const hash = lockHash();
  if (isInstalled(hash)) return;
  if (!matchesNpmRecord()) {
    process.stderr.write("genga: installing dependencies with npm ci (about a minute, once) …\n");
    const startMs = Date.now();
    install();
    process.stderr.write(
      `genga: dependencies installed in ${Math.round((Date.now() - startMs) / 1000)} s\n`,
    );
  }
  if (!existsSync(nodeFile)) {
    fail(
      `${nodeFile} is missing after npm ci: its install script was blocked. Run \`npm rebuild node\` and try again.`,
    );
  }
  mkdirSync(modules, { recursive: true });
  try {
    writeFileSync(stampFile, `${hash}\n`);
  } catch {
    // A checkout that this user may read and not write (installed by another) still runs; it is only checked again.
  }
}

/** Runs bin/<command>.ts under Node 24; signals go on to it, and its end is this process's end. */
function handOver(command, args) {
  const env = {
    ...process.env,
    PATH: `${join(modules, ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`,
  };
  delete env.npm_config_loglevel;
  const child = spawn(nodeFile, [join(root, "bin", `${command}.ts`), ...args], {
    cwd: process.cwd(),
    env,
    // The IPC channel closes if this process is killed: the child notices and stops what it started.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`could not start ${nodeFile}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal !== null) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
      return;
    }
    process.exit(code ?? 1);
  });
}

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old: Node 20 or newer is needed.`);
const [command, ...args] = process.argv.slice(2);
if (command === undefined || !commands.includes(command))
  fail(`usage: node bin/bootstrap.mjs ${commands.join("|")} [options]`);
ensureInstalled();
handOver(command, args);
