import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { projectPath } from "#bin/platform/project-root.ts";
import { selfhostPython } from "#tests/support/selfhost-server.ts";

const outcomeSchema = z.object({ test: z.string(), outcome: z.string(), text: z.string() });
type Outcome = z.infer<typeof outcomeSchema>;

/** Runs pytest once; each of its tests is then a test here, so that all are in one count. */
async function runPytest(): Promise<{ code: number | null; output: string; outcomes: Outcome[] }> {
  const found = await selfhostPython();
  if ("missing" in found) return { code: null, output: found.missing, outcomes: [] };
  const directory = mkdtempSync(join(tmpdir(), "genga-pytest-"));
  const report = join(directory, "report.jsonl");
  try {
    const child = spawn(found.python, ["-m", "pytest", "-q", "-p", "no:cacheprovider"], {
      cwd: projectPath("selfhost"),
      env: { ...process.env, GENGA_PYTEST_REPORT: report, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const [code] = (await once(child, "close")) as [number | null];
    const output = Buffer.concat(chunks).toString("utf8").slice(-20_000);
    return { code, output, outcomes: readOutcomes(report) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readOutcomes(report: string): Outcome[] {
  try {
    const lines = readFileSync(report, "utf8").trim().split("\n");
    return lines.map((line) => outcomeSchema.parse(JSON.parse(line)));
  } catch {
    return [];
  }
}

const { code, output, outcomes } = await runPytest();

test("pytest runs the in-betweener's own tests to their end", () => {
  // 1 is "some failed", and those fail below by name.
  expect([0, 1], output).toContain(code);
  expect(outcomes.length, output).toBeGreaterThan(0);
});

for (const { test: name, outcome, text } of outcomes) {
  test(name, () => {
    if (outcome !== "passed") throw new Error(`${outcome}\n${text}`);
  });
}
