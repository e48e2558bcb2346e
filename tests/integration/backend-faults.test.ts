import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { cancelTakes } from "#lib/projects/cancel-takes.ts";
import { retryTake } from "#lib/projects/retry-take.ts";
import { answersOf } from "#tests/support/gradio-stub/app-shape.ts";
import { atStep } from "#tests/support/gradio-stub/at-step.ts";
import { openStubHouse, type StubHouse } from "#tests/support/gradio-stub/stub-house.ts";
import { TOON_CRAFTER_SHAPE } from "#tests/support/gradio-stub/two-image-apps.ts";
import { SMALL, type TestStory } from "#tests/support/test-story.ts";

let stubHouse: StubHouse;
beforeAll(async () => {
  stubHouse = await openStubHouse();
});
afterEach(() => stubHouse.closeStubs());
afterAll(() => stubHouse.close());

const atRest = (story: TestStory) =>
  stubHouse.untilTakes(story, "the takes to come to rest", (takes) =>
    takes.every(({ status }) => status.state === "ready" || status.state === "failed"),
  );

/** What goes wrong with the first drawing, and what the person reads of it. */
const FOR_GOOD: readonly (readonly [string, Parameters<typeof atStep>, string, RegExp])[] = [
  [
    "a token that was revoked",
    ["fetching the video", (response) => response.writeHead(401).end("{}")],
    "rejected",
    /Check its token/,
  ],
  [
    "a video that is not there",
    ["fetching the video", (response) => response.writeHead(404).end("<html>404</html>")],
    "broken",
    /could not fetch the video/,
  ],
  [
    "a video that ends in the middle",
    [
      "fetching the video",
      (response) => response.end(stubHouse.video.subarray(0, stubHouse.video.length >> 1)),
    ],
    "broken",
    /^What the backend gave .* use another backend/,
  ],
  [
    "a playlist of somebody's files",
    ["fetching the video", (response) => response.end("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")],
    "broken",
    /is not a video/,
  ],
];

test.each(FOR_GOOD)(
  "%s fails one take in plain words; the next is drawn, and so is the failed one when it is tried again",
  async (_what, [step, answer], errorClass, message) => {
    const stub = await stubHouse.stubOf({ intercept: atStep(step, answer, { times: 1 }) });
    const story = await stubHouse.storyOn(stub, 3);
    const takes = await atRest(story);
    const [failed, ...more] = takes.filter(({ status }) => status.state === "failed");
    expect(more).toEqual([]);
    expect(failed?.status).toMatchObject({
      error: { errorClass, message: expect.stringMatching(message) as string },
    });
    expect(failed?.original).toBeNull();
    await retryTake(stubHouse.house.services, { ...story, takeId: failed?.id ?? "" });
    await stubHouse.allIn(story, "ready");
  },
);

test("a drawing that is too large for the server fails its take alone, however often it is sent", async () => {
  let large: Buffer | null = null;
  const stub = await stubHouse.stubOf({
    intercept: ({ route, body }, response) => {
      if (!route.endsWith("/upload") || !body.includes('filename="first.png"')) return false;
      // Behind the boundary and the names, which differ each time.
      const picture = body.subarray(body.indexOf("\x89PNG", "latin1"), -60);
      if (!picture.equals((large ??= picture))) return false;
      response.writeHead(413, { "content-type": "text/html" }).end("<html>413</html>");
      return true;
    },
  });
  const takes = await atRest(await stubHouse.storyOn(stub, 3));
  const errors = takes.flatMap(({ status }) => (status.state === "failed" ? [status.error] : []));
  expect(errors).toEqual([
    { errorClass: "rejected", message: expect.stringMatching(/frame smaller/) as string },
  ]);
  expect(takes.map(({ status }) => status.state).toSorted()).toEqual(["failed", "ready"]);
});

test("what passes is waited for in plain sight, and goes on by itself", async () => {
  const passing: [string, Parameters<typeof atStep>, RegExp][] = [
    ["transport", ["following the job", (response) => response.destroy()], /tries again by itself/],
    ["asleep", ["reading the app", (response) => response.writeHead(503).end("<html>")], /asleep/],
    [
      "busy",
      [
        "joining the queue",
        (response) => response.writeHead(503).end('{"detail":"Queue is full. Max size is 1"}'),
      ],
      /queue is full/,
    ],
  ];
  await Promise.all(
    passing.map(async ([errorClass, [step, answer], message]) => {
      const stub = await stubHouse.stubOf({ intercept: atStep(step, answer, { times: 1 }) });
      const story = await stubHouse.storyOn(stub);
      const [waiting] = await stubHouse.allIn(story, "waiting");
      expect(waiting?.status).toMatchObject({
        error: { errorClass, message: expect.stringMatching(message) as string },
      });
      await stubHouse.allIn(story, "ready");
    }),
  );
});

test("a spent quota waits until the time that was told, and nothing more is asked before", async () => {
  const stub = await stubHouse.stubOf({ fault: "quota" });
  const story = await stubHouse.storyOn(stub, 3);
  const takes = await stubHouse.untilTakes(story, "a waiting take", (all) =>
    all.some(({ status }) => status.state === "waiting"),
  );
  const status = takes.map((take) => take.status).find(({ state }) => state === "waiting");
  if (status?.state !== "waiting") throw new Error("none waits");
  const inMs = Date.parse(status.until) - Date.now();
  expect(inMs / 3_600_000).toBeCloseTo(23.7, 0);
  expect(status.error.message).toMatch(/asks for 120 s, 35 s are left.*goes on by itself/);
  const { workspaceId } = story;
  const backend = await stubHouse.house.services.database.backend.findFirst({
    where: { workspaceId },
  });
  expect(backend?.quotaSecondsPerTake).toBe(120);
  expect(stub.jobs).toHaveLength(1);
  await cancelTakes(stubHouse.house.services, { ...story, cancel: { all: true } });
  await stubHouse.allIn(story, "cancelled");
});

test("an app that changed under its settings is sent nothing, and the backend says so to all", async () => {
  const inputs = TOON_CRAFTER_SHAPE.inputs.filter(({ name }) => name !== "image2");
  const changed = answersOf({
    version: "5.49.1",
    endpoints: [{ ...TOON_CRAFTER_SHAPE, inputs }],
  });
  const stub = await stubHouse.stubOf({
    intercept: ({ route }, response) => {
      const answer = route === "/config" ? changed.config : changed.info;
      if (!/config$|info$/.test(route)) return false;
      response.end(JSON.stringify(answer));
      return true;
    },
  });
  const story = await stubHouse.storyOn(stub);
  const [take] = await stubHouse.allIn(story, "failed");
  expect(take?.status).toMatchObject({
    error: { errorClass: "rejected", message: expect.stringMatching(/confirm them/) as string },
  });
  expect(stub.requests.filter(({ method }) => method === "POST")).toEqual([]);
  const { workspaceId } = story;
  const backend = await stubHouse.house.services.database.backend.findFirst({
    where: { workspaceId },
  });
  expect(backend?.health).toMatchObject({
    state: "changed",
    problem: expect.stringMatching(/has changed since it was set up/) as string,
  });
});

test("a video of another size and length than was asked for becomes a clip of the project's own", async () => {
  const stub = await stubHouse.stubOf();
  const story = await stubHouse.storyOn(stub);
  const [take] = await stubHouse.allIn(story, "ready");
  expect(take?.original).toMatchObject({ width: 512, height: 320, frames: 16 });
  const clip = await stubHouse.house.services.database.clip.findFirst({
    where: { key: take?.clip?.key ?? "" },
  });
  let frames = 0;
  for await (const frame of decodeClip(stubHouse.house.services.blobs.path(clip?.blobHash ?? ""))) {
    expect([frame.width, frame.height]).toEqual([SMALL.width, SMALL.height]);
    frames += 1;
  }
  expect(frames).toBe(SMALL.segmentFrames);
});
