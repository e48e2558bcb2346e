import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import type { DrawingBackend } from "./choose-backend.ts";
import { choosePlace } from "./choose-place.ts";
import { chooseTake, type FreePlaces } from "./choose-take.ts";

const RUNS = { seed: SEED, numRuns: 300 };
const DRAFT = "draft";

type Asked = { workspaceId: string; askedBackendId: string; priority: number; steps: number };
type Waiting = Asked & { queueNumber: bigint; refusedBy: null; state: "queued" };
type Placed = { take: Waiting; backendId: string; isDrawing: boolean; steps: number };
type Shop = Omit<DrawingBackend, "usedPlaces"> & { workspaceId: string };

/** Workers, backends and takes as the claim sees them, step by step, with the rule itself deciding. */
function createWorld(options: { asked: readonly Asked[]; shops: readonly Shop[]; drafts: number }) {
  const { shops, drafts } = options;
  let waiting = options.asked.map((one, index): Waiting => ({
    ...one,
    queueNumber: BigInt(index),
    refusedBy: null,
    state: "queued",
  }));
  let placed: Placed[] = [];
  const lastTurns = new Map<string, number>();
  const begun: Placed[] = [];
  let turn = 0;

  const countAt = (at: { workspaceId: string; backendId: string }, isDrawing?: boolean) =>
    placed.filter(
      (one) =>
        one.take.workspaceId === at.workspaceId &&
        one.backendId === at.backendId &&
        (isDrawing === undefined || one.isDrawing === isDrawing),
    ).length;
  const backendsOf = (workspaceId: string, except?: string) =>
    shops
      .filter((shop) => shop.workspaceId === workspaceId)
      .map((shop) => ({
        ...shop,
        usedPlaces: countAt(shop, shop.backendId === except ? true : undefined),
      }));
  const headsOf = () =>
    Object.values(
      Object.groupBy(waiting, (take) => `${take.workspaceId} ${take.askedBackendId}`),
    ).flatMap((line) => (line ?? []).toSorted(byRank).slice(0, 1));

  function placePrepared(): void {
    for (const one of placed
      .filter(({ isDrawing }) => !isDrawing)
      .toSorted((a, b) => byRank(a.take, b.take))) {
      const { workspaceId, askedBackendId, priority } = one.take;
      const head = headsOf().find(
        (take) => take.workspaceId === workspaceId && take.askedBackendId === askedBackendId,
      );
      const choice = choosePlace({
        ...{ askedBackendId, priority, backendId: one.backendId },
        headPriority: head?.priority ?? null,
        backends: backendsOf(workspaceId, one.backendId),
      });
      if (choice.type === "wait") continue;
      placed = placed.filter((other) => other !== one);
      if (choice.type === "let-go") waiting.push(one.take);
      else placed.push(drawing({ ...one, isDrawing: true }));
    }
  }

  function drawing(one: Placed): Placed {
    begun.push(one);
    return one;
  }

  function take(free: Partial<FreePlaces> = {}) {
    const used = placed.map((one) => ({
      ...{ workspaceId: one.take.workspaceId, backendId: one.backendId, count: 1 },
    }));
    const hasDraft = placed.filter(({ backendId }) => backendId === DRAFT).length < drafts;
    const choice = chooseTake({
      heads: headsOf(),
      used,
      free: { drafts: hasDraft, remote: true, ahead: true, ...free },
      draftBackendId: DRAFT,
      backendsOf: (workspaceId) => backendsOf(workspaceId),
      lastTurns,
    });
    if (!choice) return null;
    turn += 1;
    lastTurns.set(choice.head.workspaceId, turn);
    waiting = waiting.filter((one) => one !== choice.head);
    const { backendId, isAhead, head } = choice;
    const one = { take: head, backendId, isDrawing: !isAhead, steps: head.steps };
    placed.push(isAhead ? one : drawing(one));
    return choice;
  }

  return {
    begun,
    countAt,
    waiting: () => waiting,
    underWay: () => placed.length,
    take,
    placePrepared,
    /** A step of every drawing; those that are over give back their places. */
    pass(): void {
      for (const one of placed) if (one.isDrawing) one.steps -= 1;
      placed = placed.filter(({ steps }) => steps > 0);
    },
  };
}

function byRank(a: Waiting, b: Waiting): number {
  return b.priority - a.priority || Number(a.queueNumber - b.queueNumber);
}

const WORKSPACES = ["w1", "w2", "w3"];
const shopArbitrary = (workspaceId: string, backendId: string): fc.Arbitrary<Shop> =>
  fc.record({
    ...{ workspaceId: fc.constant(workspaceId), backendId: fc.constant(backendId) },
    isEnabled: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
    isPaused: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
    condition: fc.constantFrom("well", "well", "slow", "unwell"),
    helps: fc.constantFrom("never", "when-unable", "when-busy"),
    concurrency: fc.integer({ min: 1, max: 3 }),
  });
const shopsArbitrary = fc.tuple(
  ...WORKSPACES.flatMap((id) => [shopArbitrary(id, "a"), shopArbitrary(id, "b")]),
);
const askedArbitrary = fc.array(
  fc.record({
    workspaceId: fc.constantFrom(...WORKSPACES),
    askedBackendId: fc.constantFrom("a", "a", "b", DRAFT, "gone"),
    priority: fc.integer({ min: 0, max: 3 }),
    steps: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 40, size: "max" },
);

describe("the take that is drawn next", () => {
  it("never makes a backend draw more than its places, or prepare more than as many again", () => {
    fc.assert(
      fc.property(shopsArbitrary, askedArbitrary, (shops, asked) => {
        const world = createWorld({ asked, shops, drafts: 2 });
        for (let step = 0; step < 30; step += 1) {
          world.placePrepared();
          while (world.take()) {
            for (const shop of shops) {
              expect(world.countAt(shop, true)).toBeLessThanOrEqual(shop.concurrency);
              expect(world.countAt(shop)).toBeLessThanOrEqual(2 * shop.concurrency);
            }
          }
          world.pass();
        }
        for (const { take, backendId } of world.begun) {
          const shop = shops.find(
            (one) => one.workspaceId === take.workspaceId && one.backendId === backendId,
          );
          if (shop) expect(shop.isEnabled && !shop.isPaused).toBe(true);
          if (shop && backendId !== take.askedBackendId) expect(shop.helps).not.toBe("never");
        }
      }),
      RUNS,
    );
  });

  it("comes to each take in the end: none is left that something could draw", () => {
    fc.assert(
      fc.property(shopsArbitrary, askedArbitrary, (shops, asked) => {
        const open = shops.map((shop) => ({ ...shop, isEnabled: true, isPaused: false }));
        const world = createWorld({ asked, shops: open, drafts: 1 });
        for (let step = 0; step < 4 * asked.length + 8; step += 1) {
          world.placePrepared();
          while (world.take());
          world.pass();
        }
        expect([world.waiting(), world.underWay()]).toEqual([[], 0]);
        expect(world.begun).toHaveLength(asked.length);
      }),
      RUNS,
    );
  });

  it("is, within a workspace's line, of the highest priority, and of these the oldest", () => {
    fc.assert(
      fc.property(shopsArbitrary, askedArbitrary, (shops, asked) => {
        const world = createWorld({ asked, shops, drafts: 2 });
        for (let step = 0; step < 20; step += 1) {
          world.placePrepared();
          for (;;) {
            const before = world.waiting();
            const choice = world.take();
            if (!choice) break;
            const { workspaceId, askedBackendId } = choice.head;
            const line = before.filter(
              (one) => one.workspaceId === workspaceId && one.askedBackendId === askedBackendId,
            );
            expect(line.toSorted(byRank)[0]).toBe(choice.head);
          }
          world.pass();
        }
      }),
      RUNS,
    );
  });

  it("goes round among workspaces that all want the same: none is more than one ahead", () => {
    const even = fc.record({
      places: fc.integer({ min: 1, max: 3 }),
      counts: fc.tuple(...WORKSPACES.map(() => fc.integer({ min: 1, max: 12 }))),
      priority: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 36, maxLength: 36 }),
    });
    fc.assert(
      fc.property(even, ({ places, counts, priority }) => {
        const asked = WORKSPACES.flatMap((workspaceId, at) =>
          Array.from({ length: counts[at] ?? 0 }, (_, index) => ({
            ...{ workspaceId, askedBackendId: DRAFT, steps: 1 },
            priority: priority[at * 12 + index] ?? 0,
          })),
        );
        const world = createWorld({ asked, shops: [], drafts: places });
        while (world.waiting().length > 0) {
          // A share is compared among those that still wait for something.
          const wanting = new Set(world.waiting().map(({ workspaceId }) => workspaceId));
          const drawn = [...wanting].map(
            (id) => world.begun.filter(({ take }) => take.workspaceId === id).length,
          );
          expect(Math.max(...drawn) - Math.min(...drawn)).toBeLessThanOrEqual(1);
          if (!world.take()) world.pass();
        }
      }),
      RUNS,
    );
  });

  it("is prepared only where nothing can be drawn, and only for a backend that is well", () => {
    fc.assert(
      fc.property(shopsArbitrary, askedArbitrary, (shops, asked) => {
        const world = createWorld({ asked, shops, drafts: 2 });
        for (let choice = world.take(); choice; choice = world.take()) {
          if (!choice.isAhead) continue;
          const { backendId, head } = choice;
          const shop = shops.find(
            (one) => one.workspaceId === head.workspaceId && one.backendId === backendId,
          );
          expect(shop?.condition).toBe("well");
          // Those that draw and those that come before it have all places.
          if (shop) expect(world.countAt(shop) - 1).toBeGreaterThanOrEqual(shop.concurrency);
        }
        const rest = createWorld({ asked, shops, drafts: 2 });
        while (rest.take({ ahead: false }));
        expect(rest.begun.length).toBe(world.begun.length);
      }),
      RUNS,
    );
  });

  it("is none that has to wait by itself, unless another backend than the one that refused helps", () => {
    const refused = { workspaceId: "w1", askedBackendId: "a", priority: 0, queueNumber: 1n };
    const shop = { workspaceId: "w1", isEnabled: true, isPaused: false, concurrency: 1 } as const;
    const ask = (options: { refusedBy: string; isPaused: boolean }) =>
      chooseTake({
        heads: [{ ...refused, refusedBy: options.refusedBy, state: "waiting" }],
        used: [],
        free: { drafts: true, remote: true, ahead: true },
        draftBackendId: DRAFT,
        backendsOf: () => [
          {
            ...shop,
            backendId: "a",
            condition: "well",
            helps: "never",
            usedPlaces: 0,
            isPaused: options.isPaused,
          },
          { ...shop, backendId: "b", condition: "well", helps: "when-unable", usedPlaces: 0 },
        ],
        lastTurns: new Map(),
      });
    expect(ask({ refusedBy: "a", isPaused: false })).toBeNull();
    expect(ask({ refusedBy: "b", isPaused: true })).toBeNull();
    expect(ask({ refusedBy: "a", isPaused: true })).toMatchObject({
      backendId: "b",
      reason: "paused",
      isAhead: false,
    });
    // Who refused it is gone, and with it the reason to wait.
    expect(ask({ refusedBy: "gone", isPaused: false })).toMatchObject({ backendId: "a" });
  });
});
