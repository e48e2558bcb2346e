import { afterEach, expect, test } from "vitest";
import { atStep, LINE_FAULTS, STEPS, type Step } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench } from "#tests/support/gradio-stub/drawing-bench.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

const SHORT = { timing: { inactivityMs: 150, jobMs: 450 } };
const steps = Object.keys(STEPS) as Step[];
const faults = Object.keys(LINE_FAULTS) as (keyof typeof LINE_FAULTS)[];

test.each(steps.flatMap((step) => faults.map((fault) => [fault, step] as const)))(
  "a server that %s at %s: the drawing tries again by itself, nothing is left, and the next one is drawn",
  async (fault, step) => {
    const stub = await bench.stubOf({ intercept: atStep(step, LINE_FAULTS[fault], { times: 1 }) });
    const backend = toonCrafterOn(stub, SHORT);
    const error = await bench.failureOf(backend);
    expect(error.errorClass).toBe("transport");
    expect(error.userMessage).toMatch(
      /no connection to the backend, or lost it.* tries again by itself/,
    );
    expect(error.retryAt).toBeNull();
    // A job that nobody listens to any more would keep the GPU from the next one.
    const isOver = (job: (typeof stub.jobs)[number]) => job.isOver || job.isCancelled;
    expect(stub.jobs.filter((job) => !isOver(job))).toEqual([]);
    await bench.untilSilent(stub);

    await bench.expectDrawn(stub);
    await bench.untilSilent(stub);
  },
);

test("a server that says nothing to anything is left after the time that is allowed", async () => {
  const stub = await bench.stubOf({ fault: "silent" });
  expect((await bench.failureOf(toonCrafterOn(stub, SHORT))).errorClass).toBe("transport");
  await bench.untilSilent(stub);
});

test("a server that dies with the job is not waited for, and neither is its answer to calling it off", async () => {
  const intercept = atStep("following the job", () => void stub.close());
  const stub = await bench.stubOf({ intercept });
  expect((await bench.failureOf(toonCrafterOn(stub))).errorClass).toBe("transport");
});

test("a job that sends signs of life and nothing else ends with the time that a job may take", async () => {
  const stub = await bench.stubOf({
    intercept: atStep("following the job", (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const beat = () => response.write('data: {"msg":"heartbeat"}\n\n');
      const timer = setInterval(beat, 50);
      response.on("close", () => clearInterval(timer));
    }),
  });
  expect((await bench.failureOf(toonCrafterOn(stub, SHORT))).errorClass).toBe("transport");
  expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
});
