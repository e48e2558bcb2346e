import type { KeyPoints, Mat, OpenCv, Owned } from "./load-opencv.ts";
import type { Match } from "./motion-layers.ts";

/** Lower than OpenCV's 0.001, because drawings have little texture besides their lines. */
const AKAZE_THRESHOLD = 0.0004;
/** A match must be this much nearer than the second best (Lowe's ratio test). */
const RATIO = 0.8;
const MAX_FEATURES = 4_000;

/** Places that are found in both pictures (AKAZE), each the other's best match. */
export function matchFeatures(cv: OpenCv, from: Mat, to: Mat): Match[] {
  const owned: Owned[] = [];
  const own = <T extends Owned>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  try {
    const akaze = own(new cv.AKAZE());
    akaze.setThreshold(AKAZE_THRESHOLD);
    const noMask = own(new cv.Mat());
    const [pointsA, pointsB] = [own(new cv.KeyPointVector()), own(new cv.KeyPointVector())];
    const [featuresA, featuresB] = [own(new cv.Mat()), own(new cv.Mat())];
    akaze.detectAndCompute(from, noMask, pointsA, featuresA);
    akaze.detectAndCompute(to, noMask, pointsB, featuresB);
    const isTooMany = Math.max(featuresA.rows, featuresB.rows) > MAX_FEATURES;
    if (featuresA.rows < 2 || featuresB.rows < 2 || isTooMany) return [];
    const forward = nearest(cv, featuresA, featuresB);
    const backward = nearest(cv, featuresB, featuresA);
    const matches: Match[] = [];
    forward.forEach((b, a) => {
      if (b >= 0 && backward[b] === a) matches.push(matchOf(pointsA, a, pointsB, b));
    });
    return matches;
  } finally {
    for (const thing of owned) thing.delete();
  }
}

/** For each query feature the index of the one it surely belongs to, or −1. */
function nearest(cv: OpenCv, query: Mat, train: Mat): Int32Array {
  const matcher = new cv.BFMatcher(cv.NORM_HAMMING, false);
  const lists = new cv.DMatchVectorVector();
  try {
    matcher.knnMatch(query, train, lists, 2);
    const found = new Int32Array(lists.size()).fill(-1);
    for (let i = 0; i < found.length; i++) {
      const list = lists.get(i);
      if (list.size() >= 2) {
        const [first, second] = [list.get(0), list.get(1)];
        if (first.distance < RATIO * second.distance) found[i] = first.trainIdx;
      }
      list.delete();
    }
    return found;
  } finally {
    lists.delete();
    matcher.delete();
  }
}

function matchOf(pointsA: KeyPoints, a: number, pointsB: KeyPoints, b: number): Match {
  const from = pointsA.get(a).pt;
  const to = pointsB.get(b).pt;
  return { x: from.x, y: from.y, toX: to.x, toY: to.y };
}
