import { expect, test } from "vitest";
import { gradioFailure } from "./gradio/gradio-failure.ts";
import { httpFailure } from "./gradio/http-failure.ts";
import { trialMessage } from "./trial-message.ts";

test("what is said of takes is never said of a trial", () => {
  const now = new Date();
  const said = [
    "Queue is full",
    "CUDA out of memory",
    "Session not found",
    "Nobody expected this",
    "You have exceeded your GPU quota (60s left vs. 120s requested). Please retry in 0:10:00",
    "No GPU was available",
    "GPU task aborted",
  ].map((message) => gradioFailure({ message, now }));
  const statuses = [200, 401, 404, 413, 422, 429, 500, 503].map((status) =>
    httpFailure({ status, headers: {}, text: "<html>", step: "read the app", now }),
  );
  for (const error of [...said, ...statuses]) {
    expect(trialMessage(error)).not.toMatch(/\btakes? (tries|goes|is|are)\b|other takes|project/);
    expect(trialMessage(error).length).toBeGreaterThan(20);
  }
});
