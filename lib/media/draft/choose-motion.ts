import type { RawFrame } from "../raw-frame.ts";
import type { Affine } from "./motion-layers.ts";
import { boxBlur, makeFlow, unlikeness, type Flow } from "./planes.ts";

/** Two windows: the small one follows outlines, the large one decides where flat colour fits any motion. */
const SMALL_RADIUS_PX = 3;
const LARGE_RADIUS_PX = 13;
/** Unlikeness that a motion must win by over one that is further forward in the list. */
const RANK_PENALTY = 0.35;

/**
 * Gives each pixel the motion, among the candidates, under which its surroundings look most alike in the other
 * picture. This is what lets a draft follow motions of a hundred pixels, where a dense flow alone finds nothing: the
 * candidates come from matched features, and a pixel only has to choose.
 * @param candidates the likeliest first
 */
export function chooseMotion(from: RawFrame, to: RawFrame, candidates: readonly Flow[]): Flow {
  const { width, height } = from;
  const chosen = makeFlow(width, height);
  const best = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const label = new Uint8Array(width * height);
  candidates.forEach((flow, rank) => {
    const raw = unlikeness(from, to, flow);
    const small = boxBlur(raw, from, SMALL_RADIUS_PX);
    const large = boxBlur(raw, from, LARGE_RADIUS_PX);
    for (let i = 0; i < best.length; i++) {
      const cost = (small[i] as number) + 0.6 * (large[i] as number) + rank * RANK_PENALTY;
      if (cost < (best[i] as number)) {
        best[i] = cost;
        label[i] = rank;
      }
    }
  });
  const labels = majority(majority(label, from, candidates.length), from, candidates.length);
  for (let i = 0; i < labels.length; i++) {
    const flow = candidates[labels[i] as number];
    if (!flow) continue;
    chosen.dx[i] = flow.dx[i] as number;
    chosen.dy[i] = flow.dy[i] as number;
  }
  return chosen;
}

export function affineFlow([a, b, c, d, e, f]: Affine, width: number, height: number): Flow {
  const flow = makeFlow(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      flow.dx[i] = (a - 1) * x + b * y + c;
      flow.dy[i] = d * x + (e - 1) * y + f;
    }
  }
  return flow;
}

/** Each pixel takes the label that most of its 5 × 5 neighbours have: specks go, edges stay. */
function majority(
  labels: Uint8Array,
  size: { width: number; height: number },
  count: number,
): Uint8Array {
  const { width, height } = size;
  const out = labels.slice();
  const votes = new Uint8Array(count);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const i = y * width + x;
      const own = labels[i] as number;
      // Most pixels lie within one motion; look at the corners before counting all.
      if (
        labels[i - 2 * width - 2] === own &&
        labels[i - 2 * width + 2] === own &&
        labels[i + 2 * width - 2] === own &&
        labels[i + 2 * width + 2] === own
      ) {
        continue;
      }
      votes.fill(0);
      let winner = own;
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const neighbour = labels[i + dy * width + dx] as number;
          const total = (votes[neighbour] as number) + 1;
          votes[neighbour] = total;
          if (total > (votes[winner] as number)) winner = neighbour;
        }
      }
      out[i] = winner;
    }
  }
  return out;
}
