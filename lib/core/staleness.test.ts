import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { storyOf, type Story } from "#tests/support/sequence-fixture.ts";
import type { BackendDescription } from "./backend-description.ts";
import { canonicalJson, sameJson, type Json } from "./canonical-json.ts";
import { clipKeyOf, clipSpecOf } from "./clip-key.ts";
import { setKeyframes } from "./edits/set-keyframes.ts";
import { setProject, type ProjectFields } from "./edits/set-project.ts";
import { setSegments, type SegmentFields } from "./edits/set-segments.ts";
import { applyChange, type Change } from "./change.ts";
import { recipeOf } from "./recipe-of.ts";
import { fingerprintOf } from "./recipe.ts";
import { isStale, segmentStateOf } from "./segment-state.ts";
import { sequenceOf } from "./sequence.ts";
import type { Take, TakeStatus } from "./take.ts";

const MODEL: BackendDescription = {
  id: "model",
  name: "Model",
  version: "1",
  isDraft: false,
  nativeSize: { width: 512, height: 320 },
  nativeFrames: 16,
  nativeFrameRate: { num: 8, den: 1 },
  span: "closed",
  usesPrompt: true,
  usesNegativePrompt: false,
  seedRange: { min: 0, max: 100 },
  params: [
    { name: "cfg", label: "CFG", help: "", type: "number", min: 1, max: 15, step: 0.5, default: 7 },
  ],
  canCancel: true,
};
const DRAFT: BackendDescription = {
  ...MODEL,
  id: "draft",
  isDraft: true,
  nativeSize: null,
  nativeFrames: null,
  nativeFrameRate: null,
  usesPrompt: false,
  params: [],
};
const BACKENDS = new Map([
  [MODEL.id, MODEL],
  [DRAFT.id, DRAFT],
]);
const STORY = storyOf({ count: 2, project: { backendId: "model" } });

function firstSegment({ sequence }: Pick<Story, "sequence">) {
  const [segment] = sequence.segments;
  if (!segment) throw new Error("the story has one segment");
  return segment;
}

function takeOf(story: Story, options: { number?: number; status?: TakeStatus } = {}): Take {
  const { project } = story;
  const segment = firstSegment(story);
  const backend = BACKENDS.get(segment.backendId) ?? MODEL;
  const recipe = recipeOf({ project, segment, backend, seed: 11 });
  return {
    kind: "take",
    id: `take-000${String(options.number ?? 1)}`,
    segmentId: segment.id,
    number: options.number ?? 1,
    recipe,
    fingerprint: fingerprintOf(recipe),
    priority: 0,
    status: options.status ?? { state: "ready", readyAt: "2026-01-01T00:00:00Z", elapsedMs: 5 },
    original: {
      hash: "h",
      frames: 16,
      width: 512,
      height: 320,
      frameRate: { num: 8, den: 1 },
      span: "closed",
    },
    clip: null,
    notes: [],
    createdAt: "2026-01-01T00:00:00Z",
    createdBy: null,
  };
}

function after(story: Story, change: Change): Story {
  const records = applyChange(story.records, change);
  const project = records.project.get(story.project.id) ?? story.project;
  return { project, records, sequence: sequenceOf(project, records) };
}

/** Whether a take drawn for one story is stale in another, and whether it needs another clip there. */
function effectOf(change: Change, story = STORY): { stale: boolean; newClip: boolean } {
  const take = takeOf(story);
  const next = after(story, change);
  const specs = [story, next].map((one) => clipSpecOf(one.project, firstSegment(one), take));
  const [before, now] = specs.map((spec) => spec && clipKeyOf(spec));
  const { project } = next;
  const options = { project, segment: firstSegment(next), backends: BACKENDS };
  return { stale: isStale(options, take), newClip: before !== now };
}

const project = (fields: ProjectFields) => setProject({ project: STORY.project, fields });
const segment = (fields: SegmentFields) =>
  setSegments({ segments: STORY.sequence.segments, fields });

describe("a take", () => {
  it("is stale when what is drawn has changed", () => {
    const [first] = STORY.sequence.keyframes;
    const redrawn = setKeyframes({
      keyframes: first ? [first] : [],
      fields: { imageId: "e".repeat(64) },
    });
    expect(effectOf(redrawn)).toEqual({ stale: true, newClip: true });
    expect(effectOf(segment({ prompt: "rain" })).stale).toBe(true);
    expect(effectOf(project({ prompt: "ink" })).stale).toBe(true);
    expect(effectOf(segment({ seed: 12 })).stale).toBe(true);
    expect(effectOf(segment({ params: { cfg: 9 } })).stale).toBe(true);
    expect(effectOf(segment({ backendId: "draft" })).stale).toBe(true);
    expect(effectOf(project({ fit: "cover" })).stale).toBe(true);
  });

  it("is not stale when only another clip is to be derived", () => {
    const derived = { stale: false, newClip: true };
    expect(effectOf(project({ frameRate: { num: 25, den: 1 } }))).toEqual(derived);
    expect(effectOf(project({ width: 640, height: 400 }))).toEqual(derived);
    expect(effectOf(project({ segmentFrames: 24 }))).toEqual(derived);
    expect(effectOf(segment({ durationFrames: 12 }))).toEqual(derived);
    expect(effectOf(segment({ easing: "ease-in" }))).toEqual(derived);
    expect(effectOf(segment({ motion: "smoothed" }))).toEqual(derived);
    expect(effectOf(project({ motion: "smoothed" }))).toEqual(derived);
  });

  it("is left alone by what the model isn't told", () => {
    const nothing = { stale: false, newClip: false };
    expect(effectOf(project({ name: "Other" }))).toEqual(nothing);
    expect(effectOf(segment({ seed: 11 }))).toEqual(nothing);
    expect(effectOf(segment({ negativePrompt: "blur" }))).toEqual(nothing);
    expect(effectOf(segment({ params: { cfg: 7, unknown: 3 } }))).toEqual(nothing);
    expect(effectOf(segment({ prompt: "  " }))).toEqual(nothing);
    const hold = setKeyframes({ keyframes: STORY.sequence.keyframes, fields: { holdFrames: 9 } });
    expect(effectOf(hold)).toEqual(nothing);
    // The project's motion said again, and one that has nothing to smooth: 16 drawings on 16 frames.
    expect(effectOf(segment({ motion: "held" }))).toEqual(nothing);
    const short = storyOf({ count: 2, project: { backendId: "model", segmentFrames: 16 } });
    expect(effectOf(segment({ motion: "smoothed" }), short)).toEqual(nothing);
  });

  it("of the draft, which draws at any length, is not stale by length either", () => {
    const story = storyOf({ count: 2 });
    const change = setSegments({
      segments: story.sequence.segments,
      fields: { durationFrames: 9 },
    });
    expect(effectOf(change, story)).toEqual({ stale: false, newClip: true });
  });
});

describe("a take that another backend drew in place of the segment's own", () => {
  const helper: BackendDescription = { ...MODEL, id: "helper", name: "Helper" };
  const backends = new Map([...BACKENDS, [helper.id, helper] as const]);
  const recipe = recipeOf({
    project: STORY.project,
    segment: firstSegment(STORY),
    backend: helper,
    seed: 11,
    fallbackFor: "model",
  });
  const take: Take = { ...takeOf(STORY), recipe, fingerprint: fingerprintOf(recipe) };
  const isStaleAfter = (change: Change | null, known: ReadonlyMap<string, BackendDescription>) => {
    const next = change ? after(STORY, change) : STORY;
    const options = { project: next.project, segment: firstSegment(next), backends: known };
    return isStale(options, take);
  };

  it("is measured by the one that drew it", () => {
    expect(isStaleAfter(null, backends)).toBe(false);
    expect(isStaleAfter(segment({ prompt: "rain" }), backends)).toBe(true);
    expect(isStaleAfter(segment({ params: { cfg: 9 } }), backends)).toBe(true);
    const newer = new Map([...backends, ["helper", { ...helper, version: "2" }] as const]);
    expect(isStaleAfter(null, newer)).toBe(true);
    const newerModel = new Map([...backends, ["model", { ...MODEL, version: "2" }] as const]);
    expect(isStaleAfter(null, newerModel)).toBe(false);
  });

  it("is stale once the segment asks for yet another, and stays as it is when its own is gone", () => {
    expect(isStaleAfter(segment({ backendId: "draft" }), backends)).toBe(true);
    expect(isStaleAfter(null, BACKENDS)).toBe(false);
    expect(fingerprintOf(recipe)).not.toBe(fingerprintOf({ ...recipe, fallbackFor: undefined }));
  });
});

describe("a segment's state", () => {
  const queued: TakeStatus = { state: "queued", queuedAt: "2026-01-01T00:00:00Z" };
  const failed: TakeStatus = {
    state: "failed",
    failedAt: "2026-01-01T00:00:00Z",
    error: { errorClass: "broken", message: "It broke." },
  };
  const stateWith = (takes: readonly Take[], chosenTakeId: string | null) => {
    const story = after(STORY, segment({ chosenTakeId }));
    const options = { project: story.project, segment: firstSegment(story), backends: BACKENDS };
    return segmentStateOf({ ...options, takes });
  };

  it("shows work under way first, then the chosen take, and a failure only when nothing is chosen", () => {
    const ready = takeOf(STORY);
    const second = (status: TakeStatus) => takeOf(STORY, { number: 2, status });
    expect(stateWith([], null).state).toBe("empty");
    expect(stateWith([ready], null).state).toBe("empty");
    expect(stateWith([ready], ready.id)).toMatchObject({ state: "ready", hasClip: false });
    expect(stateWith([second(queued), ready], ready.id).state).toBe("queued");
    expect(stateWith([ready, second(failed)], ready.id).state).toBe("ready");
    expect(stateWith([second(failed)], null)).toMatchObject({ state: "failed" });
  });
});

describe("a fingerprint", () => {
  const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<Json>(null, true, false, 0, -0, 1.5, 1e21, "", "é", "\u2028"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "10", "9", "Z"), tie("value")),
    ),
  })).value;

  it("is of one text for one value, however its keys are ordered, and that text reads back", () => {
    const turned = (value: Json): Json =>
      value === null || typeof value !== "object"
        ? value
        : Array.isArray(value)
          ? value.map(turned)
          : Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, item]) => [key, item === undefined ? null : turned(item)]),
            );
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        const read = JSON.parse(canonicalJson(value)) as Json;
        expect(canonicalJson(read)).toBe(canonicalJson(value));
        expect(sameJson(read, value)).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("is the same for two values exactly when they are compared as the same", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(sameJson({ a, b: undefined }, { a })).toBe(true);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it("differs whenever the recipe does", () => {
    const base = recipeOf({ ...STORY, segment: firstSegment(STORY), backend: MODEL, seed: 1 });
    const others = [
      { ...base, seed: 2 },
      { ...base, prompt: "x" },
      { ...base, fromImageId: base.toImageId, toImageId: base.fromImageId },
      { ...base, backendVersion: "2" },
      { ...base, params: { cfg: 8 } },
      { ...base, asked: { ...base.asked, frames: 17 } },
    ].map(fingerprintOf);
    expect(new Set([fingerprintOf(base), ...others]).size).toBe(7);
  });
});
