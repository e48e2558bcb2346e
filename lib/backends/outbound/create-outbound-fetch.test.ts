import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createOutboundFetch } from "./create-outbound-fetch.ts";
import type { ResolveName } from "./guarded-agent.ts";
import { readText } from "./read-body.ts";

const servers: Server[] = [];
const BOUNDS = { maxBytes: 1_000, timeoutMs: 5_000 };

async function serve(listener: RequestListener): Promise<{ origin: string; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

function door(options: { allow: boolean; pinned?: string; resolveName?: ResolveName }) {
  return createOutboundFetch({
    allowPrivateAddresses: options.allow,
    pinnedOrigin: options.pinned ?? null,
    resolveName: options.resolveName,
  });
}

/** Class B, item 10 of the attack list. */
const INWARD = [
  "127.0.0.1 127.1 0 0.0.0.0 2130706433 0x7f000001 0177.0.0.1 localhost localhost. [::1] [::]",
  "[::ffff:127.0.0.1] [::ffff:7f00:1] [::7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1]",
  "[fd00:ec2::254] 169.254.169.254 100.64.0.1 198.18.0.1 224.0.0.1 10.0.0.1 192.168.1.1 172.16.0.1",
  "[fd20:ce::254] [::ffff:0:7f00:1] [200::1] [100:0:0:1::1] [4000::1]",
  "127。0。0。1 user@127.0.0.1 127.0.0.1#@example.com 127.0.0.1\\@example.com LOCALHOST",
].flatMap((line) => line.split(" "));

test.each(INWARD)("%s is not asked over https by default", async (host) => {
  const { fetch, close } = door({ allow: false });
  await expect(fetch(`https://${host}/`, BOUNDS)).rejects.toMatchObject({ reason: "forbidden" });
  await close();
});

test.each([
  "0.0.0.0",
  "169.254.169.254",
  "[fd00:ec2::254]",
  "[fd20:ce::254]",
  "[::7f00:1]",
  "[::ffff:0:7f00:1]",
  "[::ffff:169.254.169.254]",
])("%s is not asked even where private addresses are allowed", async (host) => {
  const { fetch, close } = door({ allow: true });
  await expect(fetch(`http://${host}/`, BOUNDS)).rejects.toMatchObject({ reason: "forbidden" });
  await close();
});

test.each([
  "http://example.com",
  "HTTP://example.com",
  "file:///etc/passwd",
  "ftp://example.com",
  "https://a:b@example.com",
  "https://example.com:5432",
  "https://example.com:6379",
  "//example.com",
  "",
])("%s is no address to ask", async (url) => {
  const { fetch, close } = door({ allow: false });
  await expect(fetch(url, BOUNDS)).rejects.toMatchObject({ reason: "forbidden" });
  await close();
});

test("unencrypted requests stay in the private network", async () => {
  const resolveName: ResolveName = (_name, done) =>
    done(null, [{ address: "93.184.216.34", family: 4 }]);
  const { fetch, close } = door({ allow: true, resolveName });
  await expect(fetch("http://a.test/", BOUNDS)).rejects.toMatchObject({ reason: "forbidden" });
  await close();
});

test("a name is refused when one of its addresses is private, at every new connection", async () => {
  let asked = 0;
  const { port } = await serve((_request, response) => {
    asked += 1;
    response.end("secret");
  });
  const answers = [
    [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
    [{ address: "127.0.0.1", family: 4 }],
    [{ address: "::ffff:127.0.0.1", family: 6 }],
  ];
  const resolveName: ResolveName = (_name, done) => done(null, answers.shift() ?? []);
  const { fetch, close } = door({ allow: false, resolveName });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const answer = fetch(`https://rebinding.test:${port}/`, BOUNDS);
    await expect(answer).rejects.toMatchObject({ reason: "forbidden" });
  }
  await close();
  expect(asked).toBe(0);
});

test.each([301, 302, 303, 307, 308])("a %d off the pinned origin is refused", async (status) => {
  const seen: IncomingMessage[] = [];
  const other = await serve((request, response) => {
    seen.push(request);
    response.end("other");
  });
  const first = await serve((_request, response) =>
    response.writeHead(status, { location: `${other.origin}/x` }).end(),
  );
  const headers = { authorization: "Bearer hf_secret" };
  const { fetch, close } = door({ allow: true, pinned: first.origin });
  await expect(fetch(first.origin, { ...BOUNDS, headers })).rejects.toMatchObject({
    reason: "forbidden",
  });
  await close();
  expect(seen).toEqual([]);
});

test("without a pin a redirect is followed, and the caller's headers stay behind", async () => {
  let seen: IncomingMessage["headers"] = {};
  const other = await serve((request, response) => {
    seen = request.headers;
    response.end("moved");
  });
  const first = await serve((_request, response) =>
    response.writeHead(302, { location: other.origin }).end(),
  );
  const { fetch, close } = door({ allow: true });
  const headers = { authorization: "Bearer hf_secret", cookie: "a=b" };
  expect(await readText(await fetch(first.origin, { ...BOUNDS, headers }))).toBe("moved");
  await close();
  expect(seen).not.toHaveProperty("authorization");
  expect(seen).not.toHaveProperty("cookie");
});

test("redirects inward, in a circle and of a POST are refused", async () => {
  const { origin } = await serve((request, response) => {
    const to = request.url === "/inward" ? "http://169.254.169.254/latest" : "/again";
    response.writeHead(307, { location: to }).end();
  });
  const { fetch, close } = door({ allow: true });
  const post = { ...BOUNDS, method: "POST", body: "{}" } as const;
  for (const [path, request] of [
    ["/inward", BOUNDS],
    ["/again", BOUNDS],
    ["/again", post],
  ] as const)
    await expect(fetch(`${origin}${path}`, request)).rejects.toMatchObject({ reason: "forbidden" });
  await close();
});

test("a body is bounded by what it claims, by what it sends and by time", async () => {
  const { origin } = await serve((request, response) => {
    if (request.url === "/claims") response.writeHead(200, { "content-length": 4e9 }).write("x");
    else if (request.url === "/packed") {
      response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    } else if (request.url === "/endless") {
      const more = () => response.write("x".repeat(400), () => setImmediate(more));
      more();
    } else if (request.url === "/drip") {
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    }
  });
  const { fetch, close } = door({ allow: true });
  const read = async (path: string, timeoutMs = 5_000) =>
    readText(await fetch(`${origin}${path}`, { maxBytes: 1_000, timeoutMs }));
  await expect(read("/claims")).rejects.toMatchObject({ reason: "too-large" });
  await expect(read("/packed")).rejects.toMatchObject({ reason: "too-large" });
  await expect(read("/endless")).rejects.toMatchObject({ reason: "too-large" });
  await expect(read("/drip", 300)).rejects.toMatchObject({ reason: "timeout" });
  await expect(read("/silent", 300)).rejects.toMatchObject({ reason: "timeout" });
  await close();
});
