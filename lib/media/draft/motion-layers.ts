/** A point in the first picture and where it is found in the second, in pixels of the working size. */
export type Match = {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
};

/** x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export type MotionLayer = { readonly motion: Affine; readonly matches: number };

const MAX_LAYERS = 4;
const ROUNDS = 250;
const INLIER_PX = 3;
/** Fewer matches than this can agree by chance. */
const MIN_MATCHES = 8;

/**
 * The motions that the matches speak of, strongest first: RANSAC (Fischler and Bolles, 1981) finds the affine motion
 * that most matches follow, those are taken out, and it looks again. A camera pan over a drawn background with a
 * moving figure gives one layer for each plane and one for the figure.
 */
export function findMotionLayers(matches: readonly Match[], seed: number): MotionLayer[] {
  const random = mulberry32(seed);
  const layers: MotionLayer[] = [];
  let left = [...matches];
  while (layers.length < MAX_LAYERS && left.length >= MIN_MATCHES) {
    const best = bestMotion(left, random);
    if (!best || best.inliers.length < MIN_MATCHES) break;
    layers.push({ motion: best.motion, matches: best.inliers.length });
    left = left.filter((match) => !isInlier(best.motion, match, INLIER_PX * 1.5));
  }
  return layers;
}

export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const det = a * e - b * d;
  return [e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det];
}

function bestMotion(
  matches: readonly Match[],
  random: () => number,
): { motion: Affine; inliers: Match[] } | null {
  let most = 0;
  let found: Affine | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const sample = [0, 1, 2].map(() => matches[Math.floor(random() * matches.length)]);
    const motion = fitAffine(sample.filter((match) => match !== undefined));
    if (!motion || !isPlausible(motion)) continue;
    let count = 0;
    for (const match of matches) if (isInlier(motion, match, INLIER_PX)) count += 1;
    if (count > most) [most, found] = [count, motion];
  }
  if (!found) return null;
  const start = found;
  let best = matches.filter((match) => isInlier(start, match, INLIER_PX));
  let motion = fitAffine(best);
  for (let pass = 0; pass < 2 && motion; pass++) {
    const fitted = motion;
    const inliers = matches.filter((match) => isInlier(fitted, match, INLIER_PX));
    if (inliers.length < best.length) break;
    best = inliers;
    motion = fitAffine(best);
  }
  return motion && isPlausible(motion) ? { motion, inliers: best } : null;
}

/** Least squares over the matches, about their centre so that the sums stay well conditioned. */
function fitAffine(matches: readonly Match[]): Affine | null {
  const n = matches.length;
  if (n < 3) return null;
  const mean = (pick: (match: Match) => number) =>
    matches.reduce((sum, match) => sum + pick(match), 0) / n;
  const cx = mean((m) => m.x);
  const cy = mean((m) => m.y);
  const tx = mean((m) => m.toX);
  const ty = mean((m) => m.toY);
  let xx = 0,
    xy = 0,
    yy = 0,
    xu = 0,
    yu = 0,
    xv = 0,
    yv = 0;
  for (const match of matches) {
    const x = match.x - cx;
    const y = match.y - cy;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * (match.toX - tx);
    yu += y * (match.toX - tx);
    xv += x * (match.toY - ty);
    yv += y * (match.toY - ty);
  }
  const det = xx * yy - xy * xy;
  // Points on one line, or all but one: there is no telling the motion across it.
  if (det < 1e-3 * (xx + yy) ** 2 * 0.01 || det < 1) return null;
  const a = (xu * yy - yu * xy) / det;
  const b = (yu * xx - xu * xy) / det;
  const d = (xv * yy - yv * xy) / det;
  const e = (yv * xx - xv * xy) / det;
  return [a, b, tx - a * cx - b * cy, d, e, ty - d * cx - e * cy];
}

/** Cameras and cels move, turn and zoom; they do not shear, mirror or shrink to a third in two seconds. */
function isPlausible([a, b, , d, e]: Affine): boolean {
  const det = a * e - b * d;
  if (!(det > 0.3 && det < 3)) return false;
  return Math.hypot(a - e, b + d) < 0.5 * Math.sqrt(det);
}

function isInlier([a, b, c, d, e, f]: Affine, match: Match, withinPx: number): boolean {
  const missX = a * match.x + b * match.y + c - match.toX;
  const missY = d * match.x + e * match.y + f - match.toY;
  return missX * missX + missY * missY <= withinPx * withinPx;
}

/** Tommy Ettinger's 32-bit generator: the same seed draws the same picture on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
