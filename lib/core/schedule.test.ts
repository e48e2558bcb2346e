import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { entryAtFrame, scheduleOf, type Schedule } from "./schedule.ts";

const story = fc.integer({ min: 0, max: 12 }).chain((count) =>
  fc
    .record({
      holds: fc.array(fc.nat(5), { minLength: count, maxLength: count }),
      lengths: fc.array(fc.constantFrom(null, 1, 2, 7), { minLength: count, maxLength: count }),
      cuts: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    })
    .map(({ holds, lengths, cuts }) =>
      storyOf({
        count,
        project: { segmentFrames: 3 },
        holds: Object.fromEntries(holds.entries()),
        segments: Object.fromEntries(
          lengths.slice(1).map((durationFrames, place) => {
            const type = cuts[place] ? ("cut" as const) : ("inbetween" as const);
            return [place, { durationFrames, type }];
          }),
        ),
      }),
    ),
);

function entryByWalking(schedule: Schedule, frame: number) {
  return (
    schedule.entries.find(
      (entry) => frame >= entry.startFrame && frame < entry.startFrame + entry.frames,
    ) ?? null
  );
}

describe("the schedule", () => {
  it("of N drawings with two seconds between them is 48(N−1)+1 frames", () => {
    for (const count of [1, 2, 3, 10, 500]) {
      expect(scheduleOf(storyOf({ count }).sequence).totalFrames).toBe(48 * (count - 1) + 1);
    }
    expect(scheduleOf(storyOf({ count: 0 }).sequence)).toEqual({
      entries: [],
      totalFrames: 0,
      keyframeStartFrames: [],
    });
  });

  it("has no gap, no overlap and no empty entry, and finds the entry of every frame", () => {
    fc.assert(
      fc.property(story, ({ sequence }) => {
        const schedule = scheduleOf(sequence);
        let frame = 0;
        for (const entry of schedule.entries) {
          expect(entry.startFrame).toBe(frame);
          expect(entry.frames).toBeGreaterThan(0);
          frame += entry.frames;
        }
        expect(schedule.totalFrames).toBe(frame);
        for (let at = -1; at <= frame; at += 1) {
          expect(entryAtFrame(schedule, at)).toEqual(entryByWalking(schedule, at));
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("shows every drawing at its start: held, or as the first frame of its motion", () => {
    fc.assert(
      fc.property(story, ({ sequence }) => {
        const schedule = scheduleOf(sequence);
        sequence.keyframes.forEach((keyframe, place) => {
          const entry = entryAtFrame(schedule, schedule.keyframeStartFrames[place] ?? -1);
          const shown = entry?.type === "hold" ? entry.keyframeIndex : entry?.segmentIndex;
          expect(shown).toBe(place);
          if (keyframe.holdFrames > 0) {
            expect(entry).toMatchObject({ type: "hold", frames: keyframe.holdFrames });
          }
        });
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
