import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 180_000);
afterAll(async () => {
  await app.stop();
});

/** Sends these lines to the web server as they are, and gives the first of its answer; empty when it hung up. */
async function ask(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (data) => (answer += data.toString("latin1")));
  socket.on("error", () => undefined);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  await Promise.race([once(socket, "close"), pause(10_000)]);
  socket.destroy();
  return answer.split("\r\n")[0] ?? "";
}

test("a request that names another server is answered here, and nobody else is asked", async () => {
  let callers = 0;
  const inward = createServer((socket) => {
    callers += 1;
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret");
  });
  inward.listen(0, "127.0.0.1");
  await once(inward, "listening");
  const there = `127.0.0.1:${(inward.address() as AddressInfo).port}`;
  const host = `Host: ${new URL(app.url).host}`;
  const close = "Connection: close";
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  const key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
  const url = encodeURIComponent(`http://${there}/secret.png`);
  try {
    const answers = [
      await ask([`GET http://${there}/latest HTTP/1.1`, host, close]),
      await ask([`GET http://${there}/latest HTTP/1.1`, `Host: ${there}`, close]),
      await ask([`GET http://${there}/latest HTTP/1.1`, `Host: ${there}`, ...upgrade, key]),
      await ask([`GET //${there}/latest HTTP/1.1`, host, close]),
      await ask([`CONNECT ${there} HTTP/1.1`, `Host: ${there}`]),
      await ask([`GET /_next/image?url=${url}&w=64&q=75 HTTP/1.1`, host, close]),
      await ask([`GET /_next/image?url=%2F%2F${there}%2Fx.png&w=64&q=75 HTTP/1.1`, host, close]),
    ];
    expect(callers).toBe(0);
    expect(answers.filter((line) => /^HTTP\/1\.1 (200|101) /.test(line))).toEqual([]);
    expect(answers.slice(5, 7).filter((line) => /^HTTP\/1\.1 4\d\d/.test(line))).toHaveLength(2);
  } finally {
    inward.close();
  }
  expect((await fetch(app.url)).status).toBeLessThan(400);
});
