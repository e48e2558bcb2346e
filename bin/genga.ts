import { runCommandLine } from "#lib/headless/run-command-line.ts";

/** npx passes on a Ctrl-C that the terminal has sent already: one press may arrive several times. */
const ONE_PRESS_MS = 1_000;
const INTERRUPTED = 130;

const stop = new AbortController();
let pressedMs = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) pressedMs = performance.now();
    else if (performance.now() - pressedMs > ONE_PRESS_MS) process.exit(INTERRUPTED);
    stop.abort();
  });
}
process.once("disconnect", () => stop.abort());

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
// Decoder processes that wait for more work would otherwise keep this one for some seconds.
process.exit();
