import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { AppShape } from "./app-shape.ts";

export type StubJob = {
  readonly data: readonly unknown[];
  readonly fn_index: number;
  readonly session_hash: string;
  readonly eventId: string;
  isCancelled: boolean;
  /** Whether the server has said the last word about it. */
  isOver: boolean;
  /** Where drawings take time: resolves when its turn has come. */
  readonly turn: Promise<{ readonly drawn: Promise<void> }> | null;
};

/** What goes wrong between joining the queue and its last word. */
export type JobFault =
  | "clean-end"
  | "reset"
  | "quiet-stream"
  | "other-job"
  | "twice"
  | "log-flood"
  | "endless-event"
  | "quota"
  | "error-null"
  | "called-off-there"
  | "never-done"
  | "climbing-path"
  | "foreign-url";

const MAX_HOLD_STEPS = 400;
const HOLD_STEP_MS = 25;

/** The queue's stream for one job, as `gradio/routes.py` sends it. */
export async function playJob(options: {
  response: ServerResponse;
  job: StubJob;
  fault: string | undefined;
  version: AppShape["version"];
}): Promise<void> {
  const { response, job, fault, version } = options;
  const event_id = job.eventId;
  const send = (message: unknown) => response.write(`data: ${JSON.stringify(message)}\n\n`);
  const complete = (success: boolean, output: unknown, id = event_id) => {
    if (id === event_id) job.isOver = true;
    send({ msg: "process_completed", event_id: id, success, output });
  };
  const result = (path: string, url?: string) => {
    const file = {
      path,
      url: url ?? `http://elsewhere.invalid/file=${path}`,
      orig_name: "../../x",
    };
    const value = version.startsWith("6") ? file : { video: file, subtitles: null };
    return { data: [value], is_generating: false, duration: 24.2, average_duration: 24.2 };
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  send({ msg: "estimation", event_id, rank: 1, queue_size: 2, rank_eta: 24.2 });
  const turn = await job.turn;
  send({ msg: "process_starts", event_id, eta: 24.2 });
  if (fault === "clean-end") return void response.end();
  if (fault === "reset") {
    await pause(HOLD_STEP_MS);
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === "quiet-stream") return;
  if (fault === "endless-event" || fault === "log-flood") {
    const line = JSON.stringify({ msg: "log", event_id, log: "x".repeat(60_000), level: "info" });
    response.write("data: ");
    while (!response.destroyed) {
      const isOpen = response.write(
        fault === "log-flood" ? `${line}\n\ndata: ` : "x".repeat(60_000),
      );
      await (isOpen ? pause(0) : Promise.race([once(response, "drain"), once(response, "close")]));
    }
    return;
  }
  send({ msg: "log", event_id, log: "Waiting for a GPU to become available", level: "info" });
  send({ msg: "log", event_id, log: "The <b>fast</b> mode is on", level: "warning" });
  send({ msg: "heartbeat" });
  const steps = { index: 3, length: 6, unit: "steps", progress: null, desc: "Sampling" };
  send({ msg: "progress", event_id, progress_data: [steps] });
  if (fault === "never-done") {
    for (let step = 0; step < MAX_HOLD_STEPS && !job.isCancelled && !response.destroyed; step += 1)
      await pause(HOLD_STEP_MS);
    complete(true, {});
  } else if (fault === "quota") {
    const error =
      "You have exceeded your ZeroGPU quota (120s requested vs. 35s left). Try again in 23:41:07. ";
    complete(false, { error, duration: 10, visible: true, title: "ZeroGPU quota exceeded" });
  } else if (fault === "error-null") complete(false, { error: null });
  else if (fault === "called-off-there") complete(true, {});
  else if (fault === "climbing-path") complete(true, result("/tmp/gradio/a/../../../etc/passwd"));
  else if (fault === "foreign-url") complete(true, result("http://169.254.169.254/latest"));
  else if (fault === "other-job") {
    complete(true, result("/tmp/gradio/other/other.mp4"), "e".repeat(32));
  } else {
    await turn?.drawn;
    if (fault === "twice") complete(true, result("/tmp/gradio/other/other.mp4"), "e".repeat(32));
    complete(true, result("/tmp/gradio/a b/walking man.mp4"));
    if (fault === "twice") complete(false, { error: "again" });
  }
  send({ msg: "close_stream", event_id: null });
  response.end();
}
