import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hub } from "#lib/backends/gradio/read-space.ts";

/** Hugging Face's API about one Space, whose stages come one after the other; the last one stays. */
export async function startHubStub(options: {
  spaceId: string;
  host: string;
  stages: readonly string[];
  /** What it calls the Space for good; the last one stays. By default it says none. */
  hubIds?: readonly string[];
  /** What it answers in place of a stage. */
  answer?:
    | { readonly status: number; readonly body: string }
    | ((response: ServerResponse) => unknown)
    | undefined;
}): Promise<{
  hub: Hub;
  /** The `Authorization` of each question. */
  asked: readonly (string | undefined)[];
  close(): Promise<void>;
}> {
  const { spaceId, host, stages, hubIds = [], answer } = options;
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (typeof answer === "function") return void answer(response);
    if (answer) return void response.writeHead(answer.status).end(answer.body);
    if (request.url !== `/api/spaces/${spaceId}`) return void response.writeHead(404).end("{}");
    const stage = stages[Math.min(asked.length, stages.length) - 1];
    const _id = hubIds[Math.min(asked.length, hubIds.length) - 1];
    response.end(JSON.stringify({ _id, id: spaceId, host, runtime: { stage } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hub: { origin: `http://127.0.0.1:${port}`, isSpaceHost: (origin) => origin === host },
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
