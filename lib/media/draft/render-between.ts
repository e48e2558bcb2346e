import type { RawFrame } from "../raw-frame.ts";
import { boxBlur, type Flow } from "./planes.ts";

/** What is known of the motion between two pictures, at the working size. */
export type Motion = {
  readonly forward: Flow;
  readonly forwardTrust: Float32Array;
  readonly backward: Flow;
  readonly backwardTrust: Float32Array;
};

const TRUSTED = 0.5;

/**
 * The picture at `progress` (0..1) between two pictures.
 *
 * Both motions are first carried to the moment: each pixel of either picture is dropped where it is by then, the
 * trusted ones on top. A place reached by a trusted motion mixes both pictures along it, so nothing is doubled. A
 * place reached from one side only was covered or uncovered in between, and shows that side alone. Only a place that
 * untrusted pixels of both sides reach dissolves, and quickly, about the middle.
 */
export function renderBetween(options: {
  from: RawFrame;
  to: RawFrame;
  motion: Motion;
  progress: number;
}): RawFrame {
  const { from, to, motion, progress } = options;
  const ahead = carry(motion.forward, motion.forwardTrust, progress);
  const behind = carry(motion.backward, motion.backwardTrust, 1 - progress);
  return paint({ from, to, progress, plan: resolve({ ahead, behind, motion, progress }) });
}

/** For each place at the moment: the source pixel that has come there, or −1, and how far it is trusted. */
type Carried = { readonly source: Int32Array; readonly trust: Float32Array };

function carry(flow: Flow, trust: Float32Array, share: number): Carried {
  const { width, height, dx, dy } = flow;
  const source = new Int32Array(width * height).fill(-1);
  const height1 = height - 1;
  const width1 = width - 1;
  const best = new Float32Array(width * height).fill(-1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = x + share * (dx[i] as number);
      const py = y + share * (dy[i] as number);
      if (px < -0.5 || py < -0.5 || px > width1 + 0.5 || py > height1 + 0.5) continue;
      const own = trust[i] as number;
      // All four neighbours, so that a slowly growing area has no holes; the nearest one counts a little more.
      const x0 = Math.floor(px);
      const y0 = Math.floor(py);
      for (let ny = y0; ny <= y0 + 1; ny++) {
        if (ny < 0 || ny > height1) continue;
        for (let nx = x0; nx <= x0 + 1; nx++) {
          if (nx < 0 || nx > width1) continue;
          const j = ny * width + nx;
          const near = own + 1e-3 * (2 - Math.abs(nx - px) - Math.abs(ny - py));
          if (near > (best[j] as number)) {
            best[j] = near;
            source[j] = i;
          }
        }
      }
    }
  }
  const carried = new Float32Array(width * height);
  for (let j = 0; j < carried.length; j++) {
    const i = source[j] as number;
    if (i >= 0) carried[j] = trust[i] as number;
  }
  return { source, trust: carried };
}

/** Where to look up each place in either picture (in working pixels from the place), and how much of `to` to take. */
type Plan = { readonly fromAt: Flow; readonly toAt: Flow; readonly toShare: Float32Array };

function resolve(options: { ahead: Carried; behind: Carried; motion: Motion; progress: number }): Plan {
  const { ahead, behind, motion, progress } = options;
  const { width, height } = motion.forward;
  const size = width * height;
  const fromAt = { width, height, dx: new Float32Array(size), dy: new Float32Array(size) };
  const toAt = { width, height, dx: new Float32Array(size), dy: new Float32Array(size) };
  const toShare = new Float32Array(size);
  const late = smoothStep((progress - 0.2) / 0.6);
  for (let i = 0; i < size; i++) {
    const a = ahead.source[i] as number;
    const b = behind.source[i] as number;
    const trustA = a < 0 ? 0 : (ahead.trust[i] as number);
    const trustB = b < 0 ? 0 : (behind.trust[i] as number);
    let ax = a < 0 ? 0 : (motion.forward.dx[a] as number);
    let ay = a < 0 ? 0 : (motion.forward.dy[a] as number);
    let bx = b < 0 ? 0 : -(motion.backward.dx[b] as number);
    let by = b < 0 ? 0 : -(motion.backward.dy[b] as number);
    let share: number;
    if (Math.max(trustA, trustB) > TRUSTED) {
      if (trustA >= trustB) {
        bx = ax;
        by = ay;
      } else {
        ax = bx;
        ay = by;
      }
      share = progress;
    } else if (a >= 0 && b >= 0) {
      share = late;
    } else {
      share = a >= 0 ? 0 : b >= 0 ? 1 : late;
    }
    fromAt.dx[i] = -progress * ax;
    fromAt.dy[i] = -progress * ay;
    toAt.dx[i] = (1 - progress) * bx;
    toAt.dy[i] = (1 - progress) * by;
    toShare[i] = share;
  }
  return { fromAt, toAt, toShare: boxBlur(toShare, motion.forward, 1) };
}

function paint(options: { from: RawFrame; to: RawFrame; progress: number; plan: Plan }): RawFrame {
  const { from, to, plan } = options;
  const { width, height } = from;
  const { fromAt, toAt, toShare } = plan;
  const scaleX = fromAt.width / width;
  const scaleY = fromAt.height / height;
  const data = new Uint8Array(width * height * 3);
  const sampleA = new Float32Array(3);
  const sampleB = new Float32Array(3);
  for (let y = 0, o = 0; y < height; y++) {
    const row = Math.min(fromAt.height - 1, ((y + 0.5) * scaleY) | 0) * fromAt.width;
    for (let x = 0; x < width; x++, o += 3) {
      const i = row + Math.min(fromAt.width - 1, ((x + 0.5) * scaleX) | 0);
      const share = toShare[i] as number;
      if (share < 1) {
        sample(from, x + (fromAt.dx[i] as number) / scaleX, y + (fromAt.dy[i] as number) / scaleY, sampleA);
      }
      if (share > 0) {
        sample(to, x + (toAt.dx[i] as number) / scaleX, y + (toAt.dy[i] as number) / scaleY, sampleB);
      }
      for (let c = 0; c < 3; c++) {
        data[o + c] = (sampleA[c] as number) * (1 - share) + (sampleB[c] as number) * share + 0.5;
      }
    }
  }
  return { width, height, data };
}

function sample(picture: RawFrame, x: number, y: number, out: Float32Array): void {
  const { width, height, data } = picture;
  const px = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const py = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const x0 = px | 0;
  const y0 = py | 0;
  const fx = px - x0;
  const fy = py - y0;
  const p = (y0 * width + x0) * 3;
  const right = x0 < width - 1 ? 3 : 0;
  const down = y0 < height - 1 ? width * 3 : 0;
  const w00 = (1 - fx) * (1 - fy);
  const w10 = fx * (1 - fy);
  const w01 = (1 - fx) * fy;
  const w11 = fx * fy;
  for (let c = 0; c < 3; c++) {
    out[c] =
      (data[p + c] as number) * w00 +
      (data[p + right + c] as number) * w10 +
      (data[p + down + c] as number) * w01 +
      (data[p + right + down + c] as number) * w11;
  }
}

function smoothStep(t: number): number {
  const x = Math.min(1, Math.max(0, t));
  return x * x * (3 - 2 * x);
}
