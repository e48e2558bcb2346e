import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { atStep, type Step } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench, STUB_VIDEO } from "#tests/support/gradio-stub/drawing-bench.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

type Answer = readonly [status: number, body?: unknown, headers?: Record<string, string>];

const HTML = "<html><body><script>alert(1)</script>Your Space is starting</body></html>";
const nested = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

function send(response: ServerResponse, [status, body = "", headers = {}]: Answer): void {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const type = typeof body === "string" && body.startsWith("<") ? "text/html" : "application/json";
  response
    .writeHead(status, { "content-type": type, ...headers })
    .end(isRaw ? body : JSON.stringify(body));
}

/** The step, what the server answers there, and what becomes of the drawing: its class and what the person reads. */
const ANSWERS: readonly (readonly [string, Step, Answer, string, RegExp])[] = [
  ["503 with HTML", "reading the app", [503, HTML], "asleep", /asleep or starting/],
  ["503 without HTML", "reading the app", [503, "no"], "transport", /error of its own/],
  ["502 with HTML", "reading the app", [502, HTML], "transport", /error of its own/],
  ["500", "reading its inputs", [500, "Internal Server Error"], "transport", /error of its own/],
  ["404", "reading the app", [404, HTML], "broken", /nothing at the address/],
  ["401", "reading the app", [401, { detail: "no" }], "rejected", /Check its token/],
  ["403", "reading its inputs", [403, HTML], "rejected", /Check its token/],
  ["another page", "reading the app", [200, HTML], "broken", /not a Gradio app/],
  ["nothing at all", "reading the app", [200], "broken", /not a Gradio app/],
  ["null", "reading the app", [200, null], "broken", /not a Gradio app/],
  ["lists in lists in lists", "reading the app", [200, nested], "broken", /not a Gradio app/],
  [
    "a million lists",
    "reading its inputs",
    [200, `[${"[],".repeat(1_000_000)}[]]`],
    "broken",
    /not a Gradio app/,
  ],
  ["NaN", "reading the app", [200, '{"version":NaN}'], "broken", /not a Gradio app/],
  [
    "a version that is infinite",
    "reading the app",
    [200, '{"version":1e999}'],
    "broken",
    /not a Gradio app/,
  ],
  [
    "a prototype",
    "reading its inputs",
    [200, '{"__proto__":{"named_endpoints":{}},"constructor":{"prototype":{"x":1}}}'],
    "broken",
    /not a Gradio app/,
  ],
  [
    "an API under a path that climbs",
    "reading the app",
    [200, { version: "5.0", api_prefix: "/../x", components: [], dependencies: [] }],
    "broken",
    /not a Gradio app/,
  ],
  [
    "17 MB",
    "reading the app",
    [200, " ".repeat(17 * 1024 * 1024)],
    "broken",
    /more than a drawing can need/,
  ],
  [
    "a packed answer",
    "reading the app",
    [200, Buffer.of(31, 139, 8), { "content-encoding": "gzip" }],
    "broken",
    /stopped reading/,
  ],
  [
    "a part that nobody asked for",
    "reading the app",
    [206, "{}", { "content-range": "bytes 0-1/9" }],
    "broken",
    /doesn't understand/,
  ],
  [
    "40 kB of headers",
    "reading the app",
    [200, "{}", { "x-filler": "x".repeat(40_000) }],
    "broken",
    /stopped reading/,
  ],
  ["413", "sending a drawing", [413, "Request Entity Too Large"], "rejected", /frame smaller/],
  ["413 with HTML", "sending a drawing", [413, HTML], "rejected", /frame smaller/],
  [
    "400 with a reason",
    "sending a drawing",
    [400, { detail: "no <b>such</b> folder" }],
    "rejected",
    /“no such folder”/,
  ],
  ["no path", "sending a drawing", [200, []], "broken", /took a drawing and then lost it/],
  ["two paths", "sending a drawing", [200, ["a", "b"]], "broken", /lost it/],
  ["an object", "sending a drawing", [200, [{ path: "/etc/passwd" }]], "broken", /lost it/],
  ["a path of 2 kB", "sending a drawing", [200, ["x".repeat(2_000)]], "broken", /lost it/],
  [
    "a full queue",
    "joining the queue",
    [503, { detail: "Queue is full. Max size is 12 and size is 12." }],
    "busy",
    /queue is full.*tries again by itself/,
  ],
  [
    "a stopped queue",
    "joining the queue",
    [503, { detail: "Queue is stopped." }],
    "busy",
    /tries again by itself/,
  ],
  [
    "422",
    "joining the queue",
    [422, { detail: [{ msg: "<img src=x>" }] }],
    "rejected",
    /refused what it was sent/,
  ],
  ["no event id", "joining the queue", [200, {}], "broken", /answered nonsense/],
  ["an id that is a number", "joining the queue", [200, { event_id: 7 }], "broken", /nonsense/],
  [
    "an id that climbs",
    "joining the queue",
    [200, { event_id: "../../login" }],
    "broken",
    /nonsense/,
  ],
  [
    "a job that it has forgotten",
    "following the job",
    [404, { detail: "Session not found" }],
    "transport",
    /started anew while it drew/,
  ],
  ["a page for a stream", "following the job", [200, HTML], "transport", /tries again by itself/],
  ["404", "fetching the video", [404, HTML], "broken", /could not fetch the video/],
  ["403", "fetching the video", [403, { detail: "no" }], "rejected", /Check its token/],
  ["nothing", "fetching the video", [200], "broken", /gave an empty file/],
  ["a page", "fetching the video", [200, HTML], "broken", /gave a page instead of a video/],
  [
    "a page that says to be a video",
    "fetching the video",
    [200, `\n ${HTML}`, { "content-type": "video/mp4" }],
    "broken",
    /gave a page instead of a video/,
  ],
  ["an error as JSON", "fetching the video", [200, { error: 1 }], "broken", /instead of a video/],
  [
    "4 GB claimed",
    "fetching the video",
    [200, STUB_VIDEO, { "content-length": "4000000000" }],
    "broken",
    /more than a drawing can need/,
  ],
  [
    "a packed video",
    "fetching the video",
    [200, STUB_VIDEO, { "content-encoding": "br" }],
    "broken",
    /stopped reading/,
  ],
  [
    "a part of it",
    "fetching the video",
    [206, STUB_VIDEO, { "content-range": "bytes 0-9/99" }],
    "broken",
    /doesn't understand/,
  ],
  [
    "less than it says",
    "fetching the video",
    [200, STUB_VIDEO, { "content-length": String(STUB_VIDEO.length + 1) }],
    "transport",
    /lost it/,
  ],
];

test.each(ANSWERS)(
  "%s at %s is told as what it is, and the next drawing goes on",
  async (_what, step, answer, errorClass, message) => {
    const intercept = atStep(step, (response) => send(response, answer), { times: 1 });
    const stub = await bench.stubOf({ intercept });
    const backend = toonCrafterOn(stub, { timing: { inactivityMs: 400 } });
    const error = await bench.failureOf(backend);
    expect(error.userMessage).toMatch(message);
    expect(error.errorClass).toBe(errorClass);
    // Plain words: nothing to render, no addresses, no names of our parts.
    expect(error.userMessage).not.toMatch(/[<>]|127\.0\.0\.1|ECONN|UND_|undici|zod/i);
    expect(error.userMessage.length).toBeLessThan(700);
    const beforeJob = step === "reading the app" || step === "sending a drawing";
    if (beforeJob) expect(stub.jobs).toEqual([]);
    await bench.expectDrawn(stub);
    await bench.untilSilent(stub);
  },
);

const at = (inMs: number) => new Date(Date.now() + inMs).toUTCString();
const HOUR = 3_600_000;

/** `Retry-After` with the server's own `Date`, and how long it puts the drawing off. */
test.each([
  [
    "in 30 s by a clock that is years behind",
    { date: at(-9e10), "retry-after": at(-9e10 + 30_000) },
    30_000,
  ],
  [
    "in 30 s by a clock that is years ahead",
    { date: at(9e10), "retry-after": at(9e10 + 30_000) },
    30_000,
  ],
  ["far in the future", { date: at(0), "retry-after": at(9e10) }, HOUR],
  ["in ten thousand years", { "retry-after": "315360000000" }, null],
  ["in the past", { date: at(0), "retry-after": at(-HOUR) }, null],
  ["nonsense", { "retry-after": "-1" }, null],
])(
  "a server that is busy until %s is believed as far as it can be",
  async (_when, headers, waitMs) => {
    const answer: Answer = [429, "slow down", headers];
    const intercept = atStep("joining the queue", (response) => send(response, answer));
    const stub = await bench.stubOf({ intercept });
    const { errorClass, retryAt } = await bench.failureOf(toonCrafterOn(stub));
    expect(errorClass).toBe("busy");
    if (waitMs === null) return expect(retryAt).toBeNull();
    const lateMs = (retryAt?.getTime() ?? 0) - Date.now() - waitMs;
    // Dates in headers are whole seconds.
    expect(Math.abs(lateMs)).toBeLessThan(10_000);
  },
);

test("a flood of cookies is neither kept nor sent back whole", async () => {
  const cookies = Array.from({ length: 400 }, (_, at) => `c${at}=${"x".repeat(40)}; Path=/`);
  const stub = await bench.stubOf({
    intercept: (_request, response) => {
      response.setHeader("set-cookie", cookies);
      return false;
    },
  });
  await bench.expectDrawn(stub);
  const sent = stub.requests.map(({ headers }) => headers.cookie?.split(";").length ?? 0);
  expect(Math.max(...sent)).toBe(20);
});
