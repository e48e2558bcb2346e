import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createOutboundFetch } from "./create-outbound-fetch.ts";
import { readText } from "./read-body.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** What a request comes to at a server that does this with each connection once it has been asked something. */
async function askOf(answer: (socket: Socket) => void, request: { timeoutMs?: number } = {}) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { fetch, close } = createOutboundFetch({ allowPrivateAddresses: true, pinnedOrigin: null });
  try {
    const bounds = { maxBytes: 1_000, timeoutMs: 1_000, idleTimeoutMs: 400, ...request };
    return await readText(await fetch(`http://127.0.0.1:${port}/`, bounds));
  } finally {
    await close();
  }
}

function every(ms: number, socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), ms);
  socket.on("close", () => clearInterval(timer));
}

function flood(socket: Socket, text: string): void {
  const more = () => {
    if (!socket.destroyed) socket.write(text, () => setImmediate(more));
  };
  more();
}

const OK = "HTTP/1.1 200 OK\r\n";

test.each<[string, RegExp, (socket: Socket) => void]>([
  ["speaks no HTTP", /connection/, (socket) => socket.end("220 mail.example ESMTP\r\n")],
  ["speaks HTTP/2", /connection/, (socket) => socket.end("\x00\x00\x12\x04\x00\x00\x00\x00\x00")],
  ["is a pager", /connection/, (socket) => socket.end("HTTP/1.1 200\x00OK\r\n\r\n")],
  [
    "hints without end",
    /timeout|connection/,
    (socket) => flood(socket, "HTTP/1.1 103 Early\r\n\r\n"),
  ],
  [
    "has headers without end",
    /too-large/,
    (socket) => {
      socket.write(OK);
      flood(socket, `x-more: ${"x".repeat(1_000)}\r\n`);
    },
  ],
  [
    "drips its headers",
    /timeout/,
    (socket) => {
      socket.write(OK);
      every(50, socket, "x-more: x\r\n");
    },
  ],
  [
    "gives two lengths",
    /connection/,
    (socket) => socket.end(`${OK}content-length: 2\r\ncontent-length: 3\r\n\r\nabc`),
  ],
  [
    "gives a length that is no number",
    /connection/,
    (socket) => socket.end(`${OK}content-length: -1\r\n\r\nabc`),
  ],
  [
    "gives chunks that are none",
    /connection/,
    (socket) => socket.end(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n`),
  ],
  [
    "gives chunks without end",
    /too-large/,
    (socket) => {
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
      flood(socket, "64\r\n".concat("x".repeat(100), "\r\n"));
    },
  ],
  [
    "announces a chunk of 16 exabytes",
    /timeout|connection|too-large/,
    (socket) => {
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n`);
      flood(socket, "x".repeat(100));
    },
  ],
  [
    "packs its chunks",
    /too-large/,
    (socket) =>
      socket.end(`${OK}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
  ],
  [
    "sends less than it says",
    /connection/,
    (socket) => socket.end(`${OK}content-length: 9\r\n\r\nabc`),
  ],
])(
  "a server that %s is left in time, with one of our own errors",
  async (_what, reason, answer) => {
    await expect(askOf(answer)).rejects.toMatchObject({
      name: "OutboundError",
      reason: expect.stringMatching(reason) as string,
    });
  },
);

test("what a server sends beyond its answer is not heard", async () => {
  const answered = await askOf((socket) =>
    socket.end(`${OK}content-length: 2\r\n\r\nok${OK}content-length: 5\r\n\r\nagain`),
  );
  expect(answered).toBe("ok");
});
