import { once } from "node:events";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ResolveName } from "#lib/backends/outbound/guarded-agent.ts";
import { atStep, STEPS, streaming, type Step } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench } from "#tests/support/gradio-stub/drawing-bench.ts";
import type { GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

const steps = Object.keys(STEPS) as Step[];
const TOKEN = "hf_a-token-of-the-test";
const LOGIN = { user: "ann", password: "a password of the test" };

/** A listener that says what it was sent, and whether anybody came. */
async function bystander() {
  const heard: string[] = [];
  let callers = 0;
  const server = createTcpServer((socket) => {
    callers += 1;
    socket.on("data", (data) => heard.push(data.toString("latin1")));
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  bench.onClose(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, heard, callers: () => callers };
}

const redirects = steps.flatMap((step) => [302, 307, 308].map((status) => [status, step] as const));

test.each(redirects)(
  "a %d to another server at %s is not followed, not even with empty hands",
  async (status, step) => {
    const other = await bystander();
    const intercept = atStep(step, (response) =>
      response.writeHead(status, { location: `${other.origin}/gradio_api/x` }).end(),
    );
    const stub = await bench.stubOf({ intercept, token: TOKEN });
    const error = await bench.failureOf(toonCrafterOn(stub, { token: TOKEN }));
    expect(error.errorClass).toBe("rejected");
    expect(error.userMessage).toMatch(/may not ask the backend's address, or where it leads/);
    expect(other.callers()).toBe(0);
  },
);

test.each([
  "http://169.254.169.254/latest/meta-data",
  "http://[::ffff:169.254.169.254]/",
  "http://[::1]:1/",
  "https://example.com/v.mp4",
  "file:///etc/passwd",
  "//evil.example/v.mp4",
])("a video that is said to be at %s is not fetched from there", async (location) => {
  const intercept = atStep("fetching the video", (response) =>
    response.writeHead(302, { location }).end(),
  );
  const stub = await bench.stubOf({ intercept });
  expect((await bench.failureOf(toonCrafterOn(stub))).errorClass).toBe("rejected");
});

test("neither a server's name for itself nor a result's address leads anywhere else", async () => {
  const other = await bystander();
  let stub: GradioStub | null = null;
  const path = "/tmp/gradio/a b/walking man.mp4";
  const file = { path, url: `${other.origin}/file=${path}`, orig_name: "../../x\r\n.mp4" };
  const completed = {
    msg: "process_completed",
    success: true,
    output: { data: [{ video: file }] },
  };
  const events = (event_id: string) => [{ ...completed, event_id }];
  stub = await bench.stubOf({
    root: other.origin,
    token: TOKEN,
    intercept: streaming(events, { jobs: () => stub?.jobs ?? [] }),
  });
  await bench.expectDrawn(stub, { token: TOKEN });
  expect(other.callers()).toBe(0);
});

test("a server is told the token, the login and the two drawings under names of ours, and no more", async () => {
  const stub = await bench.stubOf({ token: TOKEN, login: LOGIN });
  await bench.expectDrawn(stub, { token: TOKEN, login: LOGIN });
  for (const { headers } of stub.requests) {
    expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(headers).not.toHaveProperty("referer");
  }
  const names = stub.requests.flatMap(({ body }) =>
    [...body.toString("latin1").matchAll(/filename="([^"]*)"/g)].map((found) => found[1]),
  );
  expect(names).toEqual(["first.png", "last.png"]);
});

test("a wrong token says to check it; nothing of the drawing was sent", async () => {
  const intercept = atStep("reading the app", (response) => response.writeHead(401).end("{}"));
  const stub = await bench.stubOf({ intercept });
  const error = await bench.failureOf(toonCrafterOn(stub, { token: "hf_wrong" }));
  expect(error.errorClass).toBe("rejected");
  expect(error.userMessage).toMatch(/Check its token/);
  expect(error.userMessage + error.message).not.toContain("hf_wrong");
  // A private Space hides itself from a wrong token.
  const hidden = await bench.stubOf({ token: TOKEN });
  const missing = await bench.failureOf(toonCrafterOn(hidden, { token: "hf_wrong" }));
  expect(missing.userMessage).toMatch(/its token if it is private/);
  for (const { requests } of [stub, hidden])
    expect(requests.filter(({ method }) => method === "POST")).toEqual([]);
});

test.each([
  "sending a drawing",
  "joining the queue",
  "following the job",
  "fetching the video",
] as const)(
  "a token that is revoked before %s says so, with no word of the token, and calls the job off",
  async (step) => {
    const intercept = atStep(step, (response) =>
      response.writeHead(401, { "content-type": "application/json" }).end(`{"detail":"${TOKEN}"}`),
    );
    const stub = await bench.stubOf({ intercept, token: TOKEN });
    const error = await bench.failureOf(toonCrafterOn(stub, { token: TOKEN }));
    expect(error.errorClass).toBe("rejected");
    expect(error.userMessage).toMatch(/doesn't let Genga in. Check its token/);
    expect(error.userMessage).not.toContain(TOKEN);
    expect(stub.jobs.every(({ isOver, isCancelled }) => isOver || isCancelled)).toBe(true);
  },
);

test("a server that repeats its token or password doesn't make them known to anybody", async () => {
  let stub: GradioStub | null = null;
  const said = `Bearer ${TOKEN} and ${LOGIN.password}`;
  const events = (event_id: string) => [
    { msg: "log", event_id, log: said, level: "warning" },
    { msg: "process_completed", event_id, success: false, output: { error: said } },
  ];
  const play = streaming(events, { jobs: () => stub?.jobs ?? [] });
  stub = await bench.stubOf({ intercept: play });
  const onProgress = ({ detail }: { detail: string }) => told.push(detail);
  const told: string[] = [];
  const options = { token: TOKEN, login: LOGIN };
  const failed = await bench.failureOf(
    toonCrafterOn(stub, options),
    await bench.requestOf({ onProgress }),
  );
  const intercept = atStep("joining the queue", (response) => response.writeHead(400).end(said));
  const refused = await bench.failureOf(toonCrafterOn(await bench.stubOf({ intercept }), options));
  const words = [failed, refused].flatMap((error) => [error.userMessage, error.message]);
  for (const line of [...told, ...words]) {
    expect(line).not.toContain(TOKEN);
    expect(line).not.toContain(LOGIN.password);
  }
  expect(words.join()).toContain("Bearer •••");
});

/** A name that has these addresses, one list at a time; the last one stays. */
function named(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolveName: ResolveName = (hostname, done) => {
    asked.push(hostname);
    const addresses = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { asked, resolveName };
}

test("a name that turns into a forbidden address between two steps is not asked there", async () => {
  const stub = await bench.stubOf({
    // Each request needs a connection of its own, and each connection the name.
    intercept: (_request, response) => {
      response.setHeader("connection", "close");
      return false;
    },
  });
  const { asked, resolveName } = named(["127.0.0.1"], ["127.0.0.1"], ["169.254.169.254"]);
  const baseUrl = stub.baseUrl.replace("127.0.0.1", "rebinding.test");
  const network = { allowPrivateAddresses: true, resolveName };
  const error = await bench.failureOf(toonCrafterOn({ baseUrl }, { network }));
  expect(error.errorClass).toBe("rejected");
  expect(asked.length).toBeGreaterThan(2);
  expect(stub.requests.map(({ path }) => path)).toEqual(["/config", "/info"]);
});

test.each([
  ["loopback", ["127.0.0.1"]],
  ["loopback in IPv6", ["::1"]],
  ["loopback written as IPv6", ["::ffff:127.0.0.1"]],
  ["a public and a private address", ["93.184.216.34", "10.0.0.1"]],
  ["nothing", []],
])(
  "where private addresses are closed, a name for %s is not connected to",
  async (_what, addresses) => {
    const other = await bystander();
    const { resolveName } = named(addresses);
    const network = { allowPrivateAddresses: false, resolveName };
    const baseUrl = `https://inward.test:${other.port}`;
    const error = await bench.failureOf(toonCrafterOn({ baseUrl }, { network }));
    expect(["rejected", "transport"]).toContain(error.errorClass);
    expect(other.callers()).toBe(0);
  },
);

test("a port of Genga's own services is not asked, also where private addresses are open", async () => {
  const other = await bystander();
  const network = { allowPrivateAddresses: true, forbiddenPorts: [other.port] };
  const error = await bench.failureOf(toonCrafterOn({ baseUrl: other.origin }, { network }));
  expect(error.errorClass).toBe("rejected");
  expect(other.callers()).toBe(0);
});

test("refused, away, unknown and cut off read alike", async () => {
  const gone = await bench.stubOf();
  await gone.close();
  const cut = await bench.stubOf({ intercept: (_asked, response) => response.destroy() !== null });
  const slow = await bench.stubOf({ fault: "silent" });
  const network = { allowPrivateAddresses: true, resolveName: named([]).resolveName };
  const timing = { inactivityMs: 200 };
  const failures = [
    toonCrafterOn(gone),
    toonCrafterOn(cut),
    toonCrafterOn(slow, { timing }),
    toonCrafterOn({ baseUrl: "http://nowhere.test:8080" }, { network }),
  ].map(async (backend) => (await bench.failureOf(backend)).userMessage);
  expect(new Set(await Promise.all(failures)).size).toBe(1);
});
