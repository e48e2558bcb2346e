import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "#lib/core/limits.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import type { Services } from "#lib/projects/services.ts";
import { findApiRoutes } from "#tests/support/api-routes.ts";
import { makeTestProject } from "#tests/support/test-project.ts";
import { signUpTestUser, startTestServices, TEST_ORIGIN } from "#tests/support/test-services.ts";
import { drawing } from "../fixtures/pictures.ts";

const routes = new Map((await findApiRoutes()).map((route) => [route.name, route.handle]));

describe("drawings of a project", () => {
  let services: Services;
  let stop: () => Promise<void>;
  let person: { userId: string; cookie: string };
  let projectId: string;
  beforeAll(async () => {
    ({ services, stop } = await startTestServices());
    person = await signUpTestUser(services, "Aki");
  });
  afterAll(() => stop());
  beforeEach(async () => {
    projectId = await ownProject(person.userId);
  });

  async function ownProject(userId: string): Promise<string> {
    const project = await makeTestProject(services.database, 0);
    const { workspaceId } = project;
    await services.database.membership.create({ data: { workspaceId, userId, role: "editor" } });
    return project.projectId;
  }

  async function call(
    name: string,
    options: {
      params: Record<string, string>;
      headers?: Record<string, string>;
      body?: BodyInit;
      cookie?: string;
    },
  ): Promise<Response> {
    const handle = routes.get(name);
    if (!handle) throw new Error(`no route ${name}`);
    const { params, headers, body, cookie = person.cookie } = options;
    const init: RequestInit & { duplex?: "half" } = {
      method: name.split(" ")[0] ?? "",
      headers: { cookie, ...headers },
    };
    if (body !== undefined) Object.assign(init, { body, duplex: "half" });
    return handle(new Request(`${TEST_ORIGIN}/api`, init), { params: Promise.resolve(params) });
  }
  const upload = (bytes: BodyInit, fileName = "drawing.png") =>
    call("POST /api/projects/[projectId]/images", {
      params: { projectId },
      headers: { "x-genga-file-name": encodeURIComponent(fileName) },
      body: bytes,
    });
  const image = (
    imageId: string,
    options: { headers?: Record<string, string>; cookie?: string } = {},
  ) =>
    call("GET /api/projects/[projectId]/images/[imageId]", {
      params: { projectId, imageId },
      ...options,
    });
  async function picture(index: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await encodePng(drawing(96 + index, 60, index)));
  }
  const blobCount = async () => {
    let count = 0;
    for await (const _ of services.blobs.list()) count += 1;
    return count;
  };

  it("are kept with their size and a thumbnail, once for the same drawing", async () => {
    const answers = [await upload(await picture(1)), await upload(await picture(1), "again.png")];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    const bodies = await Promise.all(answers.map((answer): Promise<unknown> => answer.json()));
    const [first, second] = bodies;
    expect(first).toMatchObject({ width: 97, height: 60 });
    expect(second).toEqual(first);
    expect(await services.database.image.count({ where: { projectId } })).toBe(1);
    const { imageId } = first as { imageId: string };
    const thumbnail = await call("GET /api/projects/[projectId]/images/[imageId]/thumbnail", {
      params: { projectId, imageId },
    });
    expect(thumbnail.headers.get("content-type")).toBe("image/webp");
    expect((await thumbnail.arrayBuffer()).byteLength).toBeGreaterThan(50);
  });

  it("land while other uploads have stopped halfway", async () => {
    const stalled = Array.from({ length: 6 }, () => new TransformStream<Uint8Array>());
    const waiting = stalled.map(({ readable }, index) => upload(readable, `slow-${index}.png`));
    const half = (await picture(5)).slice(0, 100);
    const writers = stalled.map(({ writable }) => writable.getWriter());
    await Promise.all(writers.map((writer) => writer.write(half)));
    expect((await upload(await picture(6))).status).toBe(201);
    await Promise.all(writers.map((writer) => writer.close()));
    const answers = await Promise.all(waiting);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([422]));
  });

  it("are served so that they can't act as pages, whole or in part", async () => {
    const { imageId } = (await (await upload(await picture(2))).json()) as { imageId: string };
    const whole = await image(imageId);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=31536000, immutable",
    });
    const bytes = Buffer.from(await whole.arrayBuffer());
    const part = await image(imageId, { headers: { range: "bytes=1-3" } });
    expect([part.status, await part.text()]).toEqual([206, "PNG"]);
    expect(part.headers.get("content-range")).toBe(`bytes 1-3/${bytes.length}`);
    const tail = await image(imageId, { headers: { range: "bytes=-4" } });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-4));
    const beyond = await image(imageId, { headers: { range: `bytes=${bytes.length}-` } });
    expect(beyond.status).toBe(416);
    const known = await image(imageId, {
      headers: { "if-none-match": whole.headers.get("etag") ?? "" },
    });
    expect(known.status).toBe(304);
  });

  it("of another project stay closed to who knows their name, or has the same one", async () => {
    const { imageId } = (await (await upload(await picture(3))).json()) as { imageId: string };
    const stranger = await signUpTestUser(services, "Stranger");
    expect((await image(imageId, { cookie: stranger.cookie })).status).toBe(404);
    projectId = await ownProject(stranger.userId);
    expect((await image(imageId, { cookie: stranger.cookie })).status).toBe(404);
  });

  it("that are none are refused with a reason, and leave nothing behind", async () => {
    const png = await picture(4);
    const before = await blobCount();
    const cases: [BodyInit, string, RegExp][] = [
      ["just some words", "words.png", /words\.png/],
      [new Uint8Array(0), "nothing.png", /empty/],
      [png.slice(0, png.length / 2), "half.png", /half\.png/],
      ["<svg xmlns='http://www.w3.org/2000/svg'/>", "vector.svg", /SVG/],
    ];
    for (const [bytes, name, reason] of cases) {
      const answer = await upload(bytes, name);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        code: "image-rejected",
        message: expect.stringMatching(reason) as string,
      });
    }
    expect(await services.database.image.count({ where: { projectId } })).toBe(0);
    expect(await blobCount()).toBe(before);
  });

  it("that are too large are no longer read than the limit", async () => {
    let sentBytes = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const answer = await upload(endless, "endless.png");
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: "image-rejected" }]);
    expect(sentBytes).toBeLessThan(LIMITS.imageBytes + 8 * 1024 * 1024);
  });

  it("come many at once with bad ones among them: the good ones land", async () => {
    const bodies = await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        index % 13 === 5 ? "bad" : picture(100 + index),
      ),
    );
    const answers = await Promise.all(bodies.map((body, index) => upload(body, `${index}.png`)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(37);
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(3);
    expect(await services.database.image.count({ where: { projectId } })).toBe(37);
  });

  it("keep a name that can be shown, whatever the file was called", async () => {
    await upload(await picture(5), "../../../etc/\u0000pass\nwd\ud83d.png".toWellFormed());
    const [row] = await services.database.image.findMany({ where: { projectId } });
    expect(row?.fileName).toBe("passwd\ufffd.png");
  });
});
