import { runCommandLine } from "#lib/headless/run-command-line.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
process.once("disconnect", () => stop.abort());

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
// Decoder processes that wait for more work would otherwise keep this one for some seconds.
process.exit();
