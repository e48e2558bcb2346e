import type { ServerResponse } from "node:http";
import { setInterval as every } from "node:timers";
import type { StubIntercept, StubRequest } from "./gradio-stub.ts";

/** What a drawing asks of a server, one after the other, in a person's words. */
export const STEPS = {
  "reading the app": "/config",
  "reading its inputs": "/info",
  "sending a drawing": "/upload",
  "joining the queue": "/queue/join",
  "following the job": "/queue/data",
  "fetching the video": "/file=",
} as const;
export type Step = keyof typeof STEPS;

/**
 * Answers one step in the server's place.
 * @param options.times how often, from the first time on; by default always
 */
export function atStep(
  step: Step,
  answer: (response: ServerResponse, request: StubRequest) => unknown,
  { times = Number.POSITIVE_INFINITY }: { times?: number } = {},
): StubIntercept {
  let count = 0;
  return async (request, response) => {
    if (!request.route.includes(STEPS[step]) || (count += 1) > times) return false;
    await answer(response, request);
    return true;
  };
}

/** How a connection goes wrong. */
export const LINE_FAULTS = {
  "resets the line": (response: ServerResponse) => response.socket?.resetAndDestroy(),
  "hangs up": (response: ServerResponse) => response.socket?.destroy(),
  "never answers": () => undefined,
  "stops in the middle": (response: ServerResponse) => {
    response.writeHead(200, { "content-length": 1_000 }).write("[");
  },
  "drips a byte now and then": (response: ServerResponse) => {
    response.writeHead(200);
    const timer = every(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  },
} as const;

/** The queue's stream with events of one's own making; a text is sent as it is. */
export function streaming(
  events: (eventId: string) => readonly unknown[],
  { jobs }: { jobs: () => readonly { readonly eventId: string }[] },
): StubIntercept {
  return atStep("following the job", (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events(jobs().at(-1)?.eventId ?? ""))
      response.write(typeof event === "string" ? event : `data: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
}
