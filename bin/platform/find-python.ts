import { spawn } from "node:child_process";
import { tmpdir } from "node:os";

import { z } from "zod";

import { pythonEnvironment } from "./python-environment.ts";

/** Why the Python of the in-betweener isn't there, with one sentence for the person. */
export type SelfhostProblem = {
  kind: "no-python" | "no-network" | "no-space" | "failed";
  message: string;
};
export type FoundPython = { python: string; version: string };
type Candidate = { command: string; args: string[] };

const answerTimeoutMs = 20_000;
const oldestMinor = 10;
/** Also runs on Python 2, which then says its age instead of a syntax error. */
const question = [
  "import sys, json, platform",
  "parts = []",
  "for name in ('venv', 'ensurepip'):",
  "    try: __import__(name)",
  "    except Exception: parts.append(name)",
  "print(json.dumps({'python': sys.executable, 'version': platform.python_version(), 'kind': platform.python_implementation(), 'missing': parts}))",
].join("\n");
const answerSchema = z.object({
  python: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  kind: z.string(),
  missing: z.array(z.string()),
});
type Answer = z.infer<typeof answerSchema>;

function candidates(): Candidate[] {
  const asked = process.env["GENGA_PYTHON"];
  if (asked !== undefined && asked !== "") return [{ command: asked, args: [] }];
  const named = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"];
  const plain = named.map((command) => ({ command, args: [] }));
  return process.platform === "win32" ? [{ command: "py", args: ["-3"] }, ...plain] : plain;
}

/** Really asks it: a shim or a shop's placeholder of that name does not count. */
export function askPython({ command, args }: Candidate): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args, "-I", "-c", question], {
      // Windows looks for commands in the current folder first.
      cwd: tmpdir(),
      env: pythonEnvironment("serve"),
      stdio: ["ignore", "pipe", "ignore"],
      timeout: answerTimeoutMs,
      killSignal: "SIGKILL",
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("error", () => resolve(undefined));
    child.once("close", () => {
      try {
        resolve(answerSchema.parse(JSON.parse(Buffer.concat(output).toString("utf8"))));
      } catch {
        resolve(undefined);
      }
    });
  });
}

function isNewEnough({ version, kind }: Answer): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return kind === "CPython" && major === 3 && minor >= oldestMinor;
}

/**
 * A CPython ≥ 3.10 on this machine that can make virtual environments: the one that GENGA_PYTHON names, or the first in
 * PATH. Nothing is installed.
 */
export async function findPython(): Promise<FoundPython | { problem: SelfhostProblem }> {
  const unfit: Answer[] = [];
  for (const candidate of candidates()) {
    const answer = await askPython(candidate);
    if (answer === undefined) continue;
    if (isNewEnough(answer) && answer.missing.length === 0)
      return { python: answer.python, version: answer.version };
    unfit.push(answer);
  }
  return { problem: { kind: "no-python", message: sentenceFor(unfit) } };
}

function sentenceFor(unfit: Answer[]): string {
  const incomplete = unfit.find(isNewEnough);
  if (incomplete !== undefined) {
    return `Python ${incomplete.version} is here, but without its part “venv”. Install it (on Debian and Ubuntu: \`apt install python3-venv\`) and try again.`;
  }
  const asked = process.env["GENGA_PYTHON"];
  const versions = [...new Set(unfit.map(({ version }) => version))];
  const found = versions.length === 0 ? "none was found" : `found only ${versions.join(", ")}`;
  const where = asked === undefined || asked === "" ? "" : ` at ${asked}, which GENGA_PYTHON names`;
  return `Python 3.10 or newer is needed, and ${found}${where}. Install it from python.org or with the system's packages and try again.`;
}
