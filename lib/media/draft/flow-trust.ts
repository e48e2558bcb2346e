import type { RawFrame } from "../raw-frame.ts";
import { boxBlur, unlikeness, type Flow } from "./planes.ts";

/** A pixel that does not come back to within this of where it started was hidden or not found. */
const RETURN_PX = 1.5;
/** Unlikeness at which a match is half believed. */
const UNLIKE_HALF = 14;
/** Motion this near to the ground's is the ground's. */
const GROUND_PX = 2;
const THING_RADIUS_PX = 28;

/**
 * How far each pixel's motion is to be trusted, 0..1: it must lead to a place that looks alike, and the motion found
 * the other way must lead back (Alvarez et al., "Symmetrical dense optical flow estimation", 2007). What fails was
 * covered or uncovered between the two drawings, or moved in a way that was not found.
 */
export function trustOf(options: {
  from: RawFrame;
  to: RawFrame;
  flow: Flow;
  back: Flow;
}): Float32Array {
  const { from, to, flow, back } = options;
  const { width, height } = flow;
  const unlike = boxBlur(unlikeness(from, to, flow), from, 2);
  const trust = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const dx = flow.dx[i] as number;
      const dy = flow.dy[i] as number;
      const px = Math.round(x + dx);
      const py = Math.round(y + dy);
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const j = py * width + px;
      const missPx = Math.hypot(dx + (back.dx[j] as number), dy + (back.dy[j] as number));
      const allowedPx = RETURN_PX + 0.02 * Math.hypot(dx, dy);
      const ratio = (unlike[i] as number) / UNLIKE_HALF;
      trust[i] = Math.exp(-Math.LN2 * (missPx / allowedPx) ** 2) / (1 + ratio ** 4);
    }
  }
  return boxBlur(trust, from, 1);
}

/**
 * Takes trust away from things that are mostly not trusted: a thing that is carried in part and dissolved in part
 * tears, which looks worse than a dissolve of all of it. A thing is what does not move with the ground, within about
 * 40 pixels.
 * @param options.ground the motion of most of the picture
 */
export function coherentTrust(options: {
  flow: Flow;
  trust: Float32Array;
  ground: Flow;
}): Float32Array {
  const { flow, trust, ground } = options;
  const thing = new Float32Array(trust.length);
  const trusted = new Float32Array(trust.length);
  for (let i = 0; i < trust.length; i++) {
    const own = trust[i] as number;
    const apart = Math.hypot(
      (flow.dx[i] as number) - (ground.dx[i] as number),
      (flow.dy[i] as number) - (ground.dy[i] as number),
    );
    if (own > 0.5 && apart < GROUND_PX) continue;
    thing[i] = 1;
    trusted[i] = own;
  }
  const things = boxBlur(boxBlur(thing, flow, THING_RADIUS_PX), flow, THING_RADIUS_PX);
  const trusts = boxBlur(boxBlur(trusted, flow, THING_RADIUS_PX), flow, THING_RADIUS_PX);
  return trust.map((own, i) => {
    if (thing[i] === 0) return own;
    const share = (trusts[i] as number) / Math.max(1e-6, things[i] as number);
    return own * Math.min(1, Math.max(0, (share - 0.58) / 0.15));
  });
}

/**
 * Replaces the motion of pixels that are not to be trusted by that of the trusted ones around them (push-pull, Gortler
 * et al., "The Lumigraph", 1996), so that what is hidden or lost moves along with its surroundings.
 */
export function fillUntrusted(flow: Flow, trust: Float32Array): Flow {
  const { width, height } = flow;
  const dx = flow.dx.slice();
  const dy = flow.dy.slice();
  const weight = trust.map((value) => (value > 0.5 ? value : 0));
  const pulled = pushPull({ width, height, dx, dy, weight });
  for (let i = 0; i < dx.length; i++) {
    if ((weight[i] as number) > 0) continue;
    dx[i] = pulled.dx[i] as number;
    dy[i] = pulled.dy[i] as number;
  }
  return { width, height, dx, dy };
}

type Weighted = Flow & { readonly weight: Float32Array };

function pushPull(level: Weighted): Flow {
  const { width, height, weight } = level;
  if (width <= 2 && height <= 2) return level;
  const half = halved(level);
  const coarse = pushPull(half);
  const dx = new Float32Array(weight.length);
  const dy = new Float32Array(weight.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const own = Math.min(1, weight[i] as number);
      // Bilinear between the four coarse neighbours: taking the nearest one shows as rectangles in the picture.
      const x0 = x >> 1;
      const y0 = y >> 1;
      const x1 = Math.min(half.width - 1, Math.max(0, x0 + ((x & 1) * 2 - 1)));
      const y1 = Math.min(half.height - 1, Math.max(0, y0 + ((y & 1) * 2 - 1)));
      const near = y0 * half.width;
      const far = y1 * half.width;
      const mix = (field: Float32Array) =>
        0.5625 * (field[near + x0] as number) +
        0.1875 * ((field[near + x1] as number) + (field[far + x0] as number)) +
        0.0625 * (field[far + x1] as number);
      dx[i] = own * (level.dx[i] as number) + (1 - own) * mix(coarse.dx);
      dy[i] = own * (level.dy[i] as number) + (1 - own) * mix(coarse.dy);
    }
  }
  return { width, height, dx, dy };
}

function halved(level: Weighted): Weighted {
  const width = (level.width + 1) >> 1;
  const height = (level.height + 1) >> 1;
  const dx = new Float32Array(width * height);
  const dy = new Float32Array(width * height);
  const weight = new Float32Array(width * height);
  for (let y = 0, i = 0; y < level.height; y++) {
    for (let x = 0; x < level.width; x++, i++) {
      const w = level.weight[i] as number;
      const j = (y >> 1) * width + (x >> 1);
      dx[j] = (dx[j] as number) + w * (level.dx[i] as number);
      dy[j] = (dy[j] as number) + w * (level.dy[i] as number);
      weight[j] = (weight[j] as number) + w;
    }
  }
  for (let j = 0; j < weight.length; j++) {
    const w = weight[j] as number;
    if (w === 0) continue;
    dx[j] = (dx[j] as number) / w;
    dy[j] = (dy[j] as number) / w;
  }
  return { width, height, dx, dy, weight };
}
