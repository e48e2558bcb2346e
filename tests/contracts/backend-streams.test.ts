import { afterEach, expect, test } from "vitest";
import type { DrawProgress } from "#lib/backends/in-between-backend.ts";
import { streaming } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench } from "#tests/support/gradio-stub/drawing-bench.ts";
import type { GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

const OTHER = "e".repeat(32);
const path = "/tmp/gradio/a b/walking man.mp4";
const done = (event_id: string | null, output: unknown = { data: [{ video: { path } }] }) => ({
  msg: "process_completed",
  event_id,
  success: true,
  output,
});

/** A server whose stream says just this. */
async function saying(events: (eventId: string) => readonly unknown[]): Promise<GradioStub> {
  let stub: GradioStub | null = null;
  stub = await bench.stubOf({ intercept: streaming(events, { jobs: () => stub?.jobs ?? [] }) });
  return stub;
}

/** All that a person was told while it was drawn to its end. */
async function toldBy(
  stub: GradioStub,
): Promise<{ told: DrawProgress[]; notes: readonly string[] }> {
  const told: DrawProgress[] = [];
  const request = await bench.requestOf({ onProgress: (progress) => told.push(progress) });
  const { notes } = await toonCrafterOn(stub).draw(request);
  return { told, notes };
}

test("what is said of another job is not heard: neither its place, nor its words, nor its end", async () => {
  const stub = await saying((event_id) => [
    { msg: "estimation", event_id: OTHER, rank: 77, rank_eta: 1 },
    { msg: "log", event_id: OTHER, log: "another person's prompt", level: "warning" },
    { msg: "progress", event_id: OTHER, progress_data: [{ index: 9, length: 9, desc: "theirs" }] },
    done(OTHER, { data: ["/tmp/gradio/other/other.mp4"] }),
    { msg: "process_completed", event_id: OTHER, success: false, output: { error: "theirs" } },
    { msg: "unexpected_error", event_id: OTHER, message: "theirs" },
    done(event_id),
  ]);
  const { told, notes } = await toldBy(stub);
  expect(JSON.stringify([told, notes])).not.toMatch(/77|another person|theirs/);
});

test.each([
  ["an end without a name", () => [done(null)]],
  ["an end of another job", () => [done(OTHER)]],
  ["the server's goodbye", () => [{ msg: "close_stream", event_id: null }]],
  ["a word that it stops", () => [{ msg: "server_stopped" }]],
  ["no events", () => [": hello\n\n", "event: complete\n\n"]],
  ["an end that breaks off", (id: string) => [JSON.stringify(done(id)).slice(0, -3)]],
  ["an end without its last line", (id: string) => [`data: ${JSON.stringify(done(id))}\n`]],
  ["an end of the wrong kind", (id: string) => [{ ...done(id), output: "done" }]],
] as const)("a stream with %s is a lost job that tries again", async (_what, events) => {
  const stub = await saying(events);
  expect((await bench.failureOf(toonCrafterOn(stub))).errorClass).toBe("transport");
});

test("the first end counts, whatever follows it", async () => {
  const failed = { msg: "process_completed", success: false, output: { error: "first word" } };
  const stub = await saying((event_id) => [{ ...failed, event_id }, done(event_id)]);
  const error = await bench.failureOf(toonCrafterOn(stub));
  expect(error.userMessage).toContain("“first word”");
  const paths = stub.requests.map((request) => request.path);
  expect(paths.filter((asked) => asked.includes("file="))).toEqual([]);

  const twice = await saying((event_id) => [
    done(event_id),
    done(event_id),
    { ...failed, event_id },
  ]);
  await toldBy(twice);
});

test.each([
  ["empty", []],
  ["null", [null]],
  ["a number", [7]],
  ["a list of nothing", [[]]],
  ["nested without end", [[[[[path]]]]]],
  ["an address elsewhere", [{ video: { path: null, url: "https://evil.example/v.mp4" } }]],
  ["another scheme", ["file:///etc/passwd"]],
  ["a way out", ["/tmp/gradio/../../etc/passwd"]],
  ["a way out in Windows' manner", ["..\\..\\secrets"]],
  ["a line break", ["/tmp/a\r\nX-Evil: 1"]],
  ["3,000 characters", ["/tmp/".padEnd(3_000, "x")]],
  ["a prototype", [JSON.parse('{"__proto__":{"path":"/etc/passwd"}}')]],
])("a result that is %s is not fetched, and the drawing says so", async (_what, data) => {
  const stub = await saying((event_id) => [done(event_id, { data })]);
  const error = await bench.failureOf(toonCrafterOn(stub));
  expect(error.errorClass).toBe("broken");
  expect(error.userMessage).toMatch(/without a video that Genga may fetch/);
  const asked = stub.requests.map((request) => request.path);
  expect(asked.filter((one) => one.includes("file=") || one.includes("etc"))).toEqual([]);
});

test("a server's words reach the person as plain lines, few and short", async () => {
  const words = [
    "<img src=x onerror=alert(1)>",
    "<<b>script>alert(2)<</b>/script>",
    "safe\u202Egpj.exe",
    "a\u0000b\u001b[31mc\u200b\u2066d",
    "x".repeat(50_000),
    " \r\n\t ",
  ];
  const stub = await saying((event_id) => [
    ...words.flatMap((log) => [
      { msg: "log", event_id, log, level: "warning" },
      { msg: "progress", event_id, progress_data: [{ progress: 0.5, desc: log }] },
    ]),
    ...Array.from({ length: 40 }, (_, at) => ({
      ...{ msg: "log", event_id, log: `warning ${at}`, level: "warning" },
    })),
    done(event_id),
  ]);
  const { told, notes } = await toldBy(stub);
  const lines = [...told.map(({ detail }) => detail), ...notes];
  expect(lines.filter((line) => /<[a-z/!]/i.test(line))).toEqual([]);
  expect(lines.filter((line) => /[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069]/u.test(line))).toEqual(
    [],
  );
  expect(lines.filter((line) => line.trim() === "" || line.length > 400)).toEqual([]);
  expect(notes.length).toBeLessThanOrEqual(5);
  expect(Math.max(...told.map(({ detail }) => detail.length))).toBeLessThanOrEqual(120);
});

test("numbers beyond sense are numbers that can be shown", async () => {
  const stub = await saying((event_id) => [
    { msg: "estimation", event_id, rank: -5, rank_eta: -1 },
    { msg: "estimation", event_id, rank: 1e300, rank_eta: 1e300 },
    { msg: "estimation", event_id, rank: null, rank_eta: "soon" },
    { msg: "process_starts", event_id, eta: 1e18 },
    { msg: "progress", event_id, progress_data: [{ index: 9, length: 0 }] },
    { msg: "progress", event_id, progress_data: [{ index: -9, length: 3 }] },
    { msg: "progress", event_id, progress_data: [{ progress: 17 }] },
    { msg: "progress", event_id, progress_data: [] },
    { msg: "progress", event_id, progress_data: ["x"] },
    `data: {"msg":"progress","event_id":"${event_id}","progress_data":[{"progress":1e999}]}\n\n`,
    `data: ${"[".repeat(100_000)}\n\n`,
    "data: {not json}\n\n",
    done(event_id),
  ]);
  const { told } = await toldBy(stub);
  for (const { fraction, queuePosition, etaSeconds } of told) {
    expect(fraction ?? 0).toBeGreaterThanOrEqual(0);
    expect(fraction ?? 0).toBeLessThanOrEqual(1);
    expect(queuePosition ?? 0).toBeGreaterThanOrEqual(0);
    expect(queuePosition ?? 0).toBeLessThanOrEqual(99_999);
    expect(etaSeconds ?? 0).toBeLessThanOrEqual(86_400);
  }
});

test.each([
  ["log lines", (event_id: string) => JSON.stringify({ msg: "log", event_id, log: "x" })],
  [
    "progress",
    (event_id: string) =>
      JSON.stringify({ msg: "progress", event_id, progress_data: [{ progress: 0.5 }] }),
  ],
  [
    "places in the queue",
    (event_id: string) => JSON.stringify({ msg: "estimation", event_id, rank: 1 }),
  ],
  ["nothing in particular", () => "[]"],
])("50,000 lines of %s slow nothing down and end with the drawing", async (_what, line) => {
  const stub = await saying((event_id) => [
    `${`data: ${line(event_id)}\n\n`.repeat(50_000)}${": comment\n".repeat(50_000)}`,
    done(event_id),
  ]);
  await toldBy(stub);
  await bench.untilSilent(stub);
});

test("comments without end are listened to no longer than any other flood", async () => {
  const stub = await saying(() => [": x\n".repeat(17 * 1024 * 1024)]);
  const error = await bench.failureOf(toonCrafterOn(stub));
  expect(error.errorClass).toBe("broken");
  expect(error.userMessage).toMatch(/messages without end/);
  expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
});
