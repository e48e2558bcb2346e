import { randomInt, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answersOf, type AppShape } from "./app-shape.ts";
import { downloadWithFault, type ResultFault } from "./result-faults.ts";
import { playJob, type JobFault, type StubJob } from "./play-job.ts";
import { createStubQueue, type StubQueue } from "./stub-queue.ts";
import { TOON_CRAFTER_SHAPE } from "./two-image-apps.ts";

export type StubFault =
  | JobFault
  | ResultFault
  | "config-html"
  | "upload-413"
  | "queue-full"
  | "silent"
  | "moved"
  | "odd-event-id";

export type StubRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};

export type GradioStub = {
  readonly baseUrl: string;
  readonly requests: readonly StubRequest[];
  readonly jobs: readonly StubJob[];
  /** The places where it draws, if drawings take time. */
  readonly queue: StubQueue | null;
  /** Connections that are open now. */
  openSockets(): Promise<number>;
  close(): Promise<void>;
};

/** Answers a request in the server's place; false leaves it to the server. */
export type StubIntercept = (
  request: StubRequest & { readonly route: string },
  response: ServerResponse,
) => boolean | Promise<boolean>;

const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * A server that speaks as Gradio's does on the wire, from a transcript of it: ToonCrafter's app in the shape of
 * version 4, 5 or 6, and the faults that servers and networks have. It draws nothing: every job gives `video`.
 */
export async function startGradioStub(options: {
  version: AppShape["version"];
  video: Uint8Array;
  fault?: StubFault | undefined;
  token?: string;
  login?: { user: string; password: string };
  endpoints?: AppShape["endpoints"];
  root?: string;
  port?: number;
  intercept?: StubIntercept;
  /** How long each drawing takes, and how many are drawn at once; else every job is done at once. */
  drawing?: Parameters<typeof createStubQueue>[0];
}): Promise<GradioStub> {
  const { version, video, fault, token, login, root, endpoints = [TOON_CRAFTER_SHAPE] } = options;
  const queue = options.drawing ? createStubQueue(options.drawing) : null;
  const hiddenFirst = version.startsWith("4") ? 2 : 0;
  const prefix = version.startsWith("4") ? "" : "/gradio_api";
  const appId = randomInt(2 ** 47);
  const shape: AppShape = { version, endpoints, hiddenFirst, appId, ...(root && { root }) };
  const requests: StubRequest[] = [];
  const jobs: StubJob[] = [];
  const uploaded = new Set<string>();
  const cookie = `access-token-unsecure-${randomUUID()}`;

  const answer = async (request: StubRequest, response: ServerResponse) => {
    const { path, headers, body } = request;
    const route = path.split("?")[0] ?? "";
    const json = (status: number, value: unknown, more = {}) =>
      void response
        .writeHead(status, { "content-type": "application/json", ...more })
        .end(JSON.stringify(value));
    if (await options.intercept?.({ ...request, route }, response)) return;
    if (fault === "silent") return;
    if (token && headers.authorization !== `Bearer ${token}`) return json(404, "Not found");
    if (route === "/login") {
      const form = new URLSearchParams(body.toString());
      const isRight =
        form.get("username") === login?.user && form.get("password") === login?.password;
      if (!isRight) return json(400, { detail: "Incorrect credentials." });
      return json(200, { success: true }, { "set-cookie": `${cookie}=yes; HttpOnly; Path=/` });
    }
    if (login && !headers.cookie?.includes(`${cookie}=yes`))
      return json(401, { detail: "Not authenticated" });
    if (fault === "moved")
      return void response.writeHead(307, { location: `http://169.254.169.254${path}` }).end();
    if (route === "/config") {
      if (fault !== "config-html") return json(200, answersOf(shape).config);
      return void response
        .writeHead(503, { "content-type": "text/html" })
        .end("<html>Sleeping</html>");
    }
    if (route === `${prefix}/info`) return json(200, answersOf(shape).info);
    if (route === `${prefix}/app_id`) return json(200, { app_id: appId });
    if (route === `${prefix}/upload`) {
      if (fault === "upload-413")
        return void response.writeHead(413).end("Request Entity Too Large");
      const name =
        /filename="([^"]+)"/.exec(body.subarray(0, 400).toString("latin1"))?.[1] ?? "blob";
      if (!body.includes(Buffer.from("\x89PNG", "latin1"))) return json(400, { detail: "no PNG" });
      const kept = `/tmp/gradio/${randomUUID()}/${name}`;
      uploaded.add(kept);
      return json(200, [kept]);
    }
    if (route === `${prefix}/queue/join`) {
      if (fault === "queue-full")
        return json(503, { detail: "Queue is full. Max size is 12 and size is 12." });
      const job = JSON.parse(body.toString()) as Pick<
        StubJob,
        "data" | "fn_index" | "session_hash"
      >;
      const isWhole =
        job.data.length === endpoints[0]?.inputs.length && job.fn_index === hiddenFirst;
      if (!isWhole || !filesOf(job.data).every((file) => uploaded.has(file)))
        return json(422, { detail: "wrong data" });
      const kept = {
        ...job,
        eventId: randomUUID().replaceAll("-", ""),
        isCancelled: false,
        isOver: false,
        turn: queue?.enter() ?? null,
      };
      jobs.push(kept);
      return json(200, { event_id: fault === "odd-event-id" ? "../../login" : kept.eventId });
    }
    if (route === `${prefix}/cancel`) {
      const asked = JSON.parse(body.toString()) as { event_id: string; session_hash: string };
      const job = jobs.find(({ eventId }) => eventId === asked.event_id);
      if (job?.session_hash === asked.session_hash) job.isCancelled = true;
      return json(200, { success: true });
    }
    if (route === `${prefix}/queue/data`) {
      const session = new URLSearchParams(path.split("?")[1]).get("session_hash");
      const job = jobs.find(({ session_hash }) => session_hash === session);
      if (!job) return json(404, { detail: "Session not found" });
      return playJob({ response, job, fault, version });
    }
    if (route.startsWith(`${prefix}/file=`))
      return downloadWithFault({ response, route, video, fault });
    return json(404, { detail: "Not Found" });
  };

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => {
        const { method = "GET", url: path = "/", headers } = request;
        const seen = { method, path, headers, body };
        requests.push(seen);
        return answer(seen, response);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    jobs,
    queue,
    openSockets: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function filesOf(data: readonly unknown[]): string[] {
  return data.flatMap((value) =>
    typeof value === "object" && value !== null && "path" in value ? [String(value.path)] : [],
  );
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > BODY_LIMIT_BYTES) throw new Error("too much");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
