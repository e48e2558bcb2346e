import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { canBeHelped, chooseBackend, type DrawingBackend } from "./choose-backend.ts";
import { choosePlace } from "./choose-place.ts";

const RUNS = { seed: SEED, numRuns: 2_000 };
const GONE = "gone";

const backend = (backendId: string): fc.Arbitrary<DrawingBackend> =>
  fc.record({
    backendId: fc.constant(backendId),
    isEnabled: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean()),
    isPaused: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.boolean()),
    condition: fc.constantFrom("well", "well", "slow", "unwell"),
    helps: fc.constantFrom("never", "when-unable", "when-busy"),
    concurrency: fc.integer({ min: 1, max: 3 }),
    usedPlaces: fc.integer({ min: 0, max: 4 }),
  });
const situation = fc.record({
  askedBackendId: fc.constantFrom("a", "b", "c", GONE),
  backends: fc.tuple(backend("a"), backend("b"), backend("c")),
});

const isAble = (one: DrawingBackend) => one.isEnabled && !one.isPaused;
const hasPlace = (one: DrawingBackend) => one.usedPlaces < one.concurrency;

describe("the backend that draws a take", () => {
  it("is on, not paused and has a free place, whichever it is", () => {
    fc.assert(
      fc.property(situation, ({ askedBackendId, backends }) => {
        const choice = chooseBackend({ askedBackendId, backends });
        if (!choice) return;
        const chosen = backends.find((one) => one.backendId === choice.backendId);
        if (!chosen) {
          // It was removed: only the try tells the person so, and only where nothing helps.
          expect(choice).toEqual({ backendId: GONE, reason: null });
          const helpers = backends.filter((one) => isAble(one) && one.helps !== "never");
          expect(helpers).toEqual([]);
          return;
        }
        expect(isAble(chosen) && hasPlace(chosen)).toBe(true);
      }),
      RUNS,
    );
  });

  it("is the asked one while that can; another only where it is allowed, with the true reason", () => {
    fc.assert(
      fc.property(situation, ({ askedBackendId, backends }) => {
        const choice = chooseBackend({ askedBackendId, backends });
        const asked = backends.find((one) => one.backendId === askedBackendId);
        const isReady = asked && isAble(asked) && hasPlace(asked);
        if (isReady && asked.condition !== "unwell") {
          expect(choice).toEqual({ backendId: askedBackendId, reason: null });
          return;
        }
        if (!choice || choice.reason === null) return;
        expect(choice.backendId).not.toBe(askedBackendId);
        const helper = backends.find((one) => one.backendId === choice.backendId);
        expect(helper?.helps).not.toBe("never");
        if (choice.reason === "busy") expect(helper?.helps).toBe("when-busy");
        const isTrue = {
          removed: asked === undefined,
          disabled: asked?.isEnabled === false,
          paused: asked?.isPaused === true,
          unwell: asked?.condition === "unwell",
          busy: asked !== undefined && isAble(asked) && !hasPlace(asked),
        };
        expect(isTrue[choice.reason]).toBe(true);
      }),
      RUNS,
    );
  });

  it("is found whenever one is allowed to and can: nothing waits for nothing", () => {
    fc.assert(
      fc.property(situation, ({ askedBackendId, backends }) => {
        const asked = backends.find((one) => one.backendId === askedBackendId);
        const isBusy = asked && isAble(asked) && asked.condition !== "unwell";
        const could = backends.filter(
          (one) =>
            isAble(one) &&
            hasPlace(one) &&
            (one === asked || one.helps === "when-busy" || (!isBusy && one.helps !== "never")),
        );
        if (could.length > 0) expect(chooseBackend({ askedBackendId, backends })).not.toBeNull();
      }),
      RUNS,
    );
  });

  it("is one that runs rather than one that has to wake up, else the first in order", () => {
    const asked = { ...PLAIN, backendId: "a", isPaused: true };
    const slow = { ...PLAIN, backendId: "b", condition: "slow" } as const;
    const first = { ...PLAIN, backendId: "c" };
    const second = { ...PLAIN, backendId: "d" };
    const backends = [asked, slow, first, second];
    const choice = chooseBackend({ askedBackendId: "a", backends });
    expect(choice).toEqual({ backendId: "c", reason: "paused" });
  });

  it("is looked for elsewhere after a failure only where another can draw it", () => {
    fc.assert(
      fc.property(situation, ({ askedBackendId, backends }) => {
        const exceptId = "a";
        const paused = backends.map((one) =>
          one.backendId === exceptId ? { ...one, isPaused: true } : { ...one, usedPlaces: 0 },
        );
        if (!canBeHelped({ askedBackendId, exceptId, backends })) return;
        const choice = chooseBackend({ askedBackendId, backends: paused });
        expect(choice).not.toBeNull();
        expect(choice?.backendId).not.toBe(exceptId);
      }),
      RUNS,
    );
  });
});

describe("a prepared take", () => {
  const prepared = fc.record({
    situation,
    backendId: fc.constantFrom("a", "b", "c"),
    priority: fc.integer({ min: 0, max: 3 }),
    headPriority: fc.option(fc.integer({ min: 0, max: 3 })),
  });

  it("gets a place only where it would be drawn anyway, and not before a more pressing one", () => {
    fc.assert(
      fc.property(prepared, ({ situation: { askedBackendId, backends }, ...take }) => {
        const choice = choosePlace({ askedBackendId, backends, ...take });
        if (choice.type !== "draw") return;
        const chosen = chooseBackend({ askedBackendId, backends });
        expect(chosen).toEqual({ backendId: take.backendId, reason: choice.reason });
        expect(take.headPriority ?? 0).toBeLessThanOrEqual(take.priority);
      }),
      RUNS,
    );
  });

  it("waits only for a backend that is well and full; else it is let go, and loses nothing", () => {
    fc.assert(
      fc.property(prepared, ({ situation: { askedBackendId, backends }, ...take }) => {
        const choice = choosePlace({ askedBackendId, backends, ...take });
        if (choice.type !== "wait") return;
        const own = backends.find((one) => one.backendId === take.backendId);
        expect(own && isAble(own) && own.condition === "well").toBe(true);
        expect(chooseBackend({ askedBackendId, backends })).toBeNull();
      }),
      RUNS,
    );
  });
});

const PLAIN = {
  isEnabled: true,
  isPaused: false,
  condition: "well",
  helps: "when-unable",
  concurrency: 1,
  usedPlaces: 0,
} as const;
