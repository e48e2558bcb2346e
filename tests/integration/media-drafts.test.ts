import { createHash } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { closeDraftThread, drawDraft } from "#lib/media/draw-draft.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing, stripes } from "#tests/fixtures/pictures.ts";

afterAll(closeDraftThread);

const WIDTH = 256;
const HEIGHT = 160;

async function draft(from: RawFrame, to: RawFrame, frames: number, seed = 1) {
  const work = drawDraft({ from, to, frames, seed });
  const drawn: RawFrame[] = [];
  for await (const frame of work.frames) drawn.push(frame);
  return { drawn, notes: work.notes() };
}

const hash = (frames: readonly RawFrame[]) =>
  frames.reduce((sum, frame) => sum.update(frame.data), createHash("sha256")).digest("hex");

describe("a draft", () => {
  const from = drawing(WIDTH, HEIGHT, 0);
  const to = drawing(WIDTH, HEIGHT, 24);

  it("moves the drawing along, far better than a dissolve", async () => {
    const { drawn } = await draft(from, to, 12);
    expect(drawn).toHaveLength(12);
    expect(Buffer.from(drawn[0]?.data ?? []).equals(from.data)).toBe(true);
    const middle = drawn[6] as RawFrame;
    const truth = drawing(WIDTH, HEIGHT, 12);
    const dissolve = {
      ...from,
      data: from.data.map((value, i) => (value + (to.data[i] ?? 0)) / 2),
    };
    expect(psnrDb(middle, truth)).toBeGreaterThan(psnrDb(dissolve, truth) + 6);
  });

  it("gives the same bytes each time, also after other work on the same thread", async () => {
    const first = await draft(from, to, 5);
    await draft(to, from, 3, 77);
    const again = await draft(from, to, 5);
    expect(hash(again.drawn)).toBe(hash(first.drawn));
  });

  it("says how much it had to dissolve", async () => {
    const noise = stripes(WIDTH, HEIGHT);
    noise.data.forEach((_, i) => (noise.data[i] = (Math.imul(i, 2654435761) >>> 24) & 255));
    const { notes } = await draft(from, noise, 4);
    expect(notes.join()).toMatch(/^\d+ % dissolved: /);
    expect((await draft(from, from, 4)).notes).toEqual([]);
  });

  it("draws any size and length, between blank pages too", async () => {
    for (const [width, height, frames] of [
      [16, 16, 1],
      [38, 1030, 2],
      [1280, 720, 2],
    ] as const) {
      const blank = { width, height, data: new Uint8Array(width * height * 3).fill(255) };
      const { drawn } = await draft(blank, { ...blank, data: blank.data.slice() }, frames);
      expect(drawn).toHaveLength(frames);
      expect(drawn.every((frame) => frame.data.every((value) => value === 255))).toBe(true);
    }
  });

  it("can be cancelled and left, and the next one is whole", async () => {
    const controller = new AbortController();
    const work = drawDraft({ from, to, frames: 500, seed: 1, signal: controller.signal });
    const reading = (async () => {
      for await (const _ of work.frames) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    for await (const _ of drawDraft({ from, to, frames: 500, seed: 1 }).frames) break;
    expect((await draft(from, to, 6)).drawn).toHaveLength(6);
  });

  it("waits its turn when several are asked for at once", async () => {
    const all = await Promise.all([draft(from, to, 4), draft(to, from, 4), draft(from, to, 4)]);
    expect(hash(all[0].drawn)).toBe(hash(all[2].drawn));
    expect(hash(all[0].drawn)).not.toBe(hash(all[1].drawn));
  });
});
