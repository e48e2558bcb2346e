import fc from "fast-check";
import { expect, test } from "vitest";
import {
  clampViewport,
  MAX_PX_PER_FRAME,
  minPxPerFrame,
  panBy,
  pxPerFrameAtFraction,
  reveal,
  roomAtX,
  xAtRoom,
  zoomAbout,
  zoomFraction,
  zoomToFit,
  zoomToRoom,
} from "./viewport.ts";

const START = { widthPx: 1_000, pxPerFrame: 4, scrollPx: 3_000 };
const TOTAL = 10_000;

test("zooming keeps what is under the pointer under it", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 30, noNaN: true }),
      fc.integer({ min: 0, max: 1_000 }),
      (pxPerFrame, anchorX) => {
        const room = roomAtX(START, anchorX);
        const zoomed = zoomAbout({ viewport: START, pxPerFrame, anchorX, totalRoom: TOTAL });
        const atAnEnd =
          zoomed.scrollPx === clampViewport({ ...zoomed, scrollPx: -1e9 }, TOTAL).scrollPx;
        if (!atAnEnd) expect(xAtRoom(zoomed, room)).toBeCloseTo(anchorX, 5);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test("zoom and scroll stay within bounds whatever is asked", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e7, max: 1e7, noNaN: true }),
      fc.double({ min: 0, max: 1e4, noNaN: true }),
      fc.integer({ min: 0, max: 600_000 }),
      (scrollPx, pxPerFrame, totalRoom) => {
        const viewport = clampViewport({ widthPx: 800, pxPerFrame, scrollPx }, totalRoom);
        expect(viewport.pxPerFrame).toBeLessThanOrEqual(MAX_PX_PER_FRAME);
        expect(viewport.pxPerFrame).toBeGreaterThanOrEqual(minPxPerFrame(800, totalRoom));
        expect(xAtRoom(viewport, 0)).toBeLessThanOrEqual(28);
        if (totalRoom > 0) expect(xAtRoom(viewport, totalRoom)).toBeGreaterThanOrEqual(28);
      },
    ),
    { seed: 8, numRuns: 300 },
  );
});

test("zoom to fit shows the first and the last of ten thousand keyframes", () => {
  const viewport = zoomToFit(START, 480_000);
  expect(xAtRoom(viewport, 0)).toBeGreaterThanOrEqual(0);
  expect(xAtRoom(viewport, 480_000)).toBeLessThanOrEqual(1_000);
  expect(xAtRoom(viewport, 480_000)).toBeGreaterThan(700);
});

test("zoom to a stretch shows it in the middle", () => {
  const viewport = zoomToRoom({ viewport: START, fromRoom: 500, toRoom: 700, totalRoom: TOTAL });
  const left = xAtRoom(viewport, 500);
  const right = xAtRoom(viewport, 700);
  expect(left).toBeGreaterThan(0);
  expect(right).toBeLessThan(1_000);
  expect(left).toBeCloseTo(1_000 - right, 5);
});

test("what is in sight is not scrolled; what is not comes in by the least", () => {
  const seen = { viewport: START, fromRoom: 800, toRoom: 850, totalRoom: TOTAL };
  expect(reveal(seen)).toBe(START);
  const right = reveal({ ...seen, fromRoom: 1_200, toRoom: 1_250 });
  expect(xAtRoom(right, 1_250)).toBeCloseTo(1_000 - 48, 5);
  const left = reveal({ ...seen, fromRoom: 100, toRoom: 150 });
  expect(xAtRoom(left, 100)).toBeCloseTo(48, 5);
});

test("panning ends at both ends of the film", () => {
  const start = panBy(START, -1e9, TOTAL);
  expect(xAtRoom(start, 0)).toBe(28);
  const end = panBy(START, 1e9, TOTAL);
  expect(xAtRoom(end, TOTAL)).toBeGreaterThan(0);
  expect(xAtRoom(end, TOTAL)).toBeLessThan(1_000);
});

test("the zoom slider's place and the zoom are the same thing", () => {
  for (const fraction of [0, 0.25, 0.5, 1]) {
    const pxPerFrame = pxPerFrameAtFraction(fraction, { widthPx: 1_000, totalRoom: TOTAL });
    expect(zoomFraction({ ...START, pxPerFrame }, TOTAL)).toBeCloseTo(fraction, 9);
  }
});
