import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeFakePython } from "#tests/support/fake-python.ts";
import { pipProblem } from "./pip-problem.ts";
import { projectPath } from "./project-root.ts";
import { ensureSelfhostVenv } from "./selfhost-venv.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genga-venv-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const INSTALL = `
  import { ensureSelfhostVenv } from ${JSON.stringify(pathToFileURL(projectPath("bin", "platform", "selfhost-venv.ts")).href)};
  const directory = process.env.GENGA_TEST_VENV;
  const { signal } = new AbortController();
  await ensureSelfhostVenv({ directory, neededMegabytes: 0, onLine: () => undefined, signal });
`;

const ensure = (options: { neededMegabytes?: number; onLine?: (line: string) => void } = {}) =>
  ensureSelfhostVenv({
    directory: join(folder, "venv"),
    onLine: () => undefined,
    signal: new AbortController().signal,
    ...options,
  });

test("without a Python it says so and makes nothing", async () => {
  vi.stubEnv("GENGA_PYTHON", join(folder, "no; touch harm"));
  expect(await ensure()).toMatchObject({ problem: { kind: "no-python" } });
  expect(existsSync(join(folder, "venv"))).toBe(false);
  expect(existsSync(join(folder, "venv.lock"))).toBe(false);
});

test("without room it says how much is needed", async () => {
  // Passes for a Python: what follows is about the disk.
  const python = join(folder, "python");
  const answer = { python, version: "3.12.1", kind: "CPython", missing: [] };
  writeFileSync(python, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`, { mode: 0o755 });
  vi.stubEnv("GENGA_PYTHON", python);
  const made = await ensure({ neededMegabytes: 1e12 });
  expect(made).toMatchObject({ problem: { kind: "no-space" } });
});

test("a folder that was left half-made is no environment", async () => {
  mkdirSync(join(folder, "venv", "bin"), { recursive: true });
  writeFileSync(join(folder, "venv", "bin", "python"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  vi.stubEnv("GENGA_PYTHON", join(folder, "none"));
  expect(await ensure()).toMatchObject({ problem: { kind: "no-python" } });
});

test("killed half-way, it is made whole by the next start, and once", async () => {
  const fake = writeFakePython(folder);
  vi.stubEnv("GENGA_PYTHON", fake.path);
  fake.holdPip();
  const packages = join(folder, "venv", "lib", "python3.12", "site-packages");
  const installer = spawn(process.execPath, ["--input-type=module", "-e", INSTALL], {
    env: { ...process.env, GENGA_TEST_VENV: join(folder, "venv") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await vi.waitUntil(() => existsSync(join(packages, "half-made")), { timeout: 20_000 });
  installer.kill("SIGKILL");
  await once(installer, "exit");

  fake.releasePip();
  const lines: string[] = [];
  const made = await ensure({ neededMegabytes: 0, onLine: (line) => lines.push(line) });
  expect(made).toEqual({ python: join(folder, "venv", "bin", "python") });
  expect(lines).toContain("Collecting one==1");
  expect(readdirSync(packages).sort()).toEqual(["genga-selfhost.pth", "one-1.dist-info"]);

  lines.length = 0;
  expect(await ensure({ onLine: (line) => lines.push(line) })).toEqual(made);
  expect(lines).toEqual([]);
});

test.for([
  ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "no-space"],
  [
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'",
    "no-network",
  ],
  ["ERROR: No matching distribution found for annotated-doc==0.0.7", "no-network"],
  ["Downloading a.whl\nERROR: No matching distribution found for av==18.1.0", "failed"],
  ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "failed"],
  ["Segmentation fault", "failed"],
])("pip's “%s” is told as %s", ([said, kind]) => {
  const problem = pipProblem((said ?? "").split("\n"));
  expect(problem.kind).toBe(kind);
  expect(problem.message).toMatch(/^[A-Z].*\.$/);
});
