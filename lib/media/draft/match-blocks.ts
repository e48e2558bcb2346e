import type { RawFrame } from "../raw-frame.ts";
import type { Match } from "./motion-layers.ts";
import { boxBlur } from "./planes.ts";

/** Searched at a fifth of the working size: small enough to try every displacement. */
const SHRINK = 5;
const WINDOW_RADIUS = 3;
/** Unlikeness that a displacement must save for each (shrunk) pixel of its length, so that flat colour stays put. */
const LENGTH_PENALTY = 0.06;
/** Mean unlikeness over the window beyond which the two blocks are not the same thing. */
const MAX_COST = 14;
/** Difference between neighbours, 0..255, below which a block is flat and tells nothing. */
const MIN_DETAIL = 12;

/**
 * Blocks of one picture and where they are in the other, found by trying every displacement. They stand beside the
 * matched features as evidence for `findMotionLayers`: what has moved far and is smooth, such as a prop in flat
 * colour, has too few features of its own. Only blocks with some detail count, whose partner points back at them.
 * @param reach the longest displacement tried, as a share of the picture's sides
 */
export function matchBlocks(from: RawFrame, to: RawFrame, reach: number): Match[] {
  const a = shrink(from);
  const b = shrink(to);
  const { width, height } = a;
  const ahead = makeSearch(width * height);
  const behind = makeSearch(width * height);
  const reachX = Math.round(width * reach);
  const reachY = Math.round(height * reach);
  const unlike = new Float32Array(width * height);
  for (let dy = -reachY; dy <= reachY; dy++) {
    for (let dx = -reachX; dx <= reachX; dx++) {
      compare(a, b, { dx, dy }, unlike);
      const cost = boxBlur(unlike, a, WINDOW_RADIUS);
      const penalty = LENGTH_PENALTY * Math.hypot(dx, dy);
      for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
        for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
          const i = y * width + x;
          const j = i + dy * width + dx;
          const value = (cost[i] as number) + penalty;
          if (value < (ahead.best[i] as number)) {
            ahead.best[i] = value;
            ahead.partner[i] = j;
          }
          if (value < (behind.best[j] as number)) {
            behind.best[j] = value;
            behind.partner[j] = i;
          }
        }
      }
    }
  }
  return mutualMatches(a, ahead, behind);
}

function mutualMatches(a: Shrunk, ahead: Search, behind: Search): Match[] {
  const { width, height } = a;
  const matches: Match[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const j = ahead.partner[i] as number;
      if (j < 0 || (ahead.best[i] as number) > MAX_COST || detailAt(a, i) < MIN_DETAIL) continue;
      if (behind.partner[j] !== i) continue;
      const toX = j % width;
      const toY = (j - toX) / width;
      matches.push({
        x: (x + 0.5) * SHRINK,
        y: (y + 0.5) * SHRINK,
        toX: (toX + 0.5) * SHRINK,
        toY: (toY + 0.5) * SHRINK,
      });
    }
  }
  return matches;
}

function detailAt(a: Shrunk, i: number): number {
  const green = a.channels[1];
  if (!green) return 0;
  const across = Math.abs((green[i + 1] as number) - (green[i - 1] as number));
  const down = Math.abs((green[i + a.width] as number) - (green[i - a.width] as number));
  return Math.max(across, down);
}

type Shrunk = {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly Float32Array[];
};

function compare(
  a: Shrunk,
  b: Shrunk,
  { dx, dy }: { dx: number; dy: number },
  out: Float32Array,
): void {
  const { width, height } = a;
  const [ar, ag, ab] = a.channels as [Float32Array, Float32Array, Float32Array];
  const [br, bg, bb] = b.channels as [Float32Array, Float32Array, Float32Array];
  out.fill(40);
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
    for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
      const i = y * width + x;
      const j = i + dy * width + dx;
      const sum =
        Math.abs((ar[i] as number) - (br[j] as number)) +
        Math.abs((ag[i] as number) - (bg[j] as number)) +
        Math.abs((ab[i] as number) - (bb[j] as number));
      out[i] = sum < 120 ? sum / 3 : 40;
    }
  }
}

type Search = { readonly best: Float32Array; readonly partner: Int32Array };

function makeSearch(size: number): Search {
  return {
    best: new Float32Array(size).fill(Number.POSITIVE_INFINITY),
    partner: new Int32Array(size).fill(-1),
  };
}

function shrink(picture: RawFrame): Shrunk {
  const width = Math.max(1, Math.floor(picture.width / SHRINK));
  const height = Math.max(1, Math.floor(picture.height / SHRINK));
  const channels = [0, 1, 2].map((c) => {
    const out = new Float32Array(width * height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        let sum = 0;
        for (let sy = 0; sy < SHRINK; sy++) {
          for (let sx = 0; sx < SHRINK; sx++) {
            const py = Math.min(picture.height - 1, y * SHRINK + sy);
            const px = Math.min(picture.width - 1, x * SHRINK + sx);
            sum += picture.data[(py * picture.width + px) * 3 + c] as number;
          }
        }
        out[i] = sum / (SHRINK * SHRINK);
      }
    }
    return out;
  });
  return { width, height, channels };
}
