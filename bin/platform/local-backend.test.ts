import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { localBackendStatusSchema, type LocalBackendStatus } from "#lib/core/local-backend.ts";
import { type FakePython, writeFakePython } from "#tests/support/fake-python.ts";
import { localBackendFiles } from "./local-backend-files.ts";
import { keepLocalBackend, type LocalBackend } from "./local-backend.ts";

let folder = "";
let fake: FakePython;
let pids: number[] = [];
const open: LocalBackend[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genga-local-"));
  fake = writeFakePython(folder);
  pids = [];
  vi.stubEnv("GENGA_PYTHON", fake.path);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("it is set up with a fraction that only grows, a log, and a way in that is ours alone", async () => {
  const local = start();
  await until("absent");
  const fractions: number[] = [];
  const watch = setInterval(() => fractions.push(status().fraction ?? 0), 20);
  local.ask("set-up", "one");
  await until("running");
  clearInterval(watch);
  const shown = fractions.slice(0, fractions.lastIndexOf(Math.max(...fractions)) + 1);
  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  await vi.waitUntil(() => status().logLines.at(-1)?.startsWith("Genga in-betweener is ready: "));
  expect(status().logLines).toContain("Collecting one==1");
  expect(readFileSync(join(folder, "log"), "utf8")).toContain("Collecting one==1");
  expect(statSync(inFolder("server.json")).mode & 0o077).toBe(0);
  expect(server().baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("a set-up that was cut short goes on with the next start, with nobody asking", async () => {
  fake.holdPip();
  const before = start();
  before.ask("set-up", "one");
  await vi.waitUntil(() => status().detail.startsWith("Fetching two"), { timeout: 10_000 });
  await before.stop();
  fake.releasePip();
  start();
  await until("running");
});

test("its server comes back when it is killed, and with the next start by the same login", async () => {
  const local = start();
  local.ask("set-up", "one");
  await until("running");
  const first = server();
  process.kill(pids[0] ?? 0, "SIGKILL");
  await vi.waitUntil(() => pids.length === 2, { timeout: 10_000 });
  await until("running");
  expect(server()).toMatchObject({ user: first.user, password: first.password });
  await local.stop();
  expect(existsSync(inFolder("server.json"))).toBe(false);
  start();
  await until("running");
  expect(server()).toMatchObject({ user: first.user, password: first.password });
});

test("removed, nothing of it is left; removed while it is set up, that stops", async () => {
  const local = start();
  local.ask("set-up", "one");
  await until("running");
  local.ask("remove", "two");
  await vi.waitUntil(() => readdirSync(inFolder()).join() === "status.json", { timeout: 10_000 });
  expect(status()).toMatchObject({ state: "absent", problem: null });

  fake.holdPip();
  local.ask("set-up", "three");
  await vi.waitUntil(() => status().detail.startsWith("Fetching two"), { timeout: 10_000 });
  local.ask("remove", "four");
  await vi.waitUntil(() => readdirSync(inFolder()).join() === "status.json", { timeout: 10_000 });
  await local.stop();
  start();
  await until("absent");
});

test("what somebody else put there stays, and what a link leads to", async () => {
  const theirs = join(folder, "theirs");
  mkdirSync(theirs);
  writeFileSync(join(theirs, "film.mp4"), "theirs");
  mkdirSync(inFolder(), { recursive: true });
  writeFileSync(inFolder("notes.txt"), "theirs");
  symlinkSync(theirs, inFolder("tmp"));
  const files = localBackendFiles(folder);
  mkdirSync(files.venv);
  files.writeWish("remove");
  await files.clear();
  expect(readdirSync(inFolder())).toEqual(["notes.txt"]);

  rmSync(inFolder(), { recursive: true });
  mkdirSync(join(theirs, "venv"));
  symlinkSync(theirs, inFolder());
  await expect(files.clear()).rejects.toThrow("is a link");
  expect(readdirSync(theirs)).toEqual(["film.mp4", "venv"]);
});

test("where it can't be written down where it listens, that is said, and Genga goes on", async () => {
  const local = start();
  const inTheWay = inFolder(`server.json.${process.pid}.draft`);
  mkdirSync(inTheWay, { recursive: true });
  local.ask("set-up", "one");
  await until("failed");
  expect(status().problem).toContain("could not be written down (Path is a directory");
  rmdirSync(inTheWay);
  await until("running");
});

test("what is missing is said before anybody tries, and again by whoever does", async () => {
  vi.stubEnv("GENGA_PYTHON", join(folder, "none"));
  const local = start();
  const missing = /^Python 3\.10 or newer is needed, and none was found at .*none/;
  await vi.waitUntil(() => status().problem !== null, { timeout: 10_000 });
  expect(status().state).toBe("absent");
  expect(status().problem).toMatch(missing);
  local.ask("set-up", "one");
  await until("failed");
  expect(status().problem).toMatch(missing);

  vi.stubEnv("GENGA_PYTHON", fake.path);
  local.ask("retry", "two");
  await until("running");
});

test("where there is no room, it says how much is needed and makes nothing", async () => {
  const local = start({ neededMegabytes: 1e12 });
  await vi.waitUntil(() => status().problem !== null, { timeout: 10_000 });
  expect(status().problem).toMatch(/needs 1000000000000 MB for .*, and \d+ MB are free/);
  local.ask("set-up", "one");
  await until("failed");
  expect(existsSync(inFolder("venv"))).toBe(false);
});

function start(options: { neededMegabytes?: number } = {}): LocalBackend {
  const local = keepLocalBackend({
    dataDirectory: folder,
    logFile: join(folder, "log"),
    neededMegabytes: 0,
    tell: () => undefined,
    onStart: (pid) => pids.push(pid),
    ...options,
  });
  open.push(local);
  local.resume();
  return local;
}

function inFolder(...names: string[]): string {
  return join(folder, "selfhost", ...names);
}

/** As the web process reads it; before the first one is written, nothing is known. */
function status(): LocalBackendStatus {
  const file = inFolder("status.json");
  const nothing = { state: "not-offered", detail: "", fraction: null, problem: null, logLines: [] };
  const written: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : nothing;
  return localBackendStatusSchema.parse(written);
}

function server(): { baseUrl: string; user: string; password: string } {
  return JSON.parse(readFileSync(inFolder("server.json"), "utf8")) as ReturnType<typeof server>;
}

async function until(state: LocalBackendStatus["state"]): Promise<void> {
  await vi.waitUntil(() => status().state === state, { timeout: 10_000 });
}
