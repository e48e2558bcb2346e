import { type Browser, chromium } from "playwright-core";

import { findChromium } from "../../bin/platform/find-chromium.ts";

const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Small /dev/shm in containers makes pages crash otherwise.
  "--disable-dev-shm-usage",
];

/**
 * Launches a real headless Chromium. Close it in the test's end; it ends with the test process in any case.
 * @throws Error when the machine has none (`npm test` sees to it before).
 */
export async function launchTestBrowser(
  options: { args?: string[]; headless?: boolean } = {},
): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("There is no Chromium. Run `npm test`, which finds or installs one.");
  return chromium.launch({
    executablePath,
    headless: options.headless ?? true,
    args: [...flags, ...(options.args ?? [])],
  });
}
