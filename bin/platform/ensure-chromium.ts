import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

import { findChromium } from "./find-chromium.ts";
import { projectRoot } from "./project-root.ts";
import { StartProblem } from "./start-problem.ts";

const downloadTimeoutMs = 90_000;
const aptTimeoutMs = 240_000;

function run(
  command: string,
  args: string[],
  options: { timeoutMs: number; env?: Record<string, string> },
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "ignore", "ignore"],
      timeout: options.timeoutMs,
      killSignal: "SIGKILL",
      env: { ...process.env, ...options.env },
    });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

async function installDebians(): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      timeoutMs: aptTimeoutMs,
      env,
    });
  if (await install()) return;
  await run("apt-get", ["update", "-q"], { timeoutMs: aptTimeoutMs, env });
  await install();
}

/**
 * Gives a Chromium for the browser tests: one that is there, else Debian's package (root only), else Playwright's
 * download. Each attempt is bounded in time.
 * @throws StartProblem that says how to get one by hand.
 */
export async function ensureChromium(tell: (line: string) => void): Promise<string> {
  const present = findChromium();
  if (present !== undefined) return present;
  if (process.platform === "linux" && process.getuid?.() === 0) {
    tell("No Chromium found; installing the Debian package (once) …");
    await installDebians();
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  tell("No Chromium found; downloading Playwright's (once) …");
  const cli = join(
    createRequire(join(projectRoot, "package.json")).resolve("playwright-core/package.json"),
    "..",
    "cli.js",
  );
  await run(process.execPath, [cli, "install", "--no-shell", "chromium"], {
    timeoutMs: downloadTimeoutMs,
  });
  const downloaded = findChromium();
  if (downloaded !== undefined) return downloaded;
  throw new StartProblem(
    "The browser tests need a Chromium, and none could be found or installed. Install one (Debian: `apt-get install chromium`; " +
      "or set GENGA_CHROMIUM to its path), and run the tests again. Nothing was run.",
  );
}
