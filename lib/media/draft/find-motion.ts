import type { RawFrame } from "../raw-frame.ts";
import { affineFlow, chooseMotion } from "./choose-motion.ts";
import { coherentTrust, fillUntrusted, trustOf } from "./flow-trust.ts";
import type { Mat, OpenCv } from "./load-opencv.ts";
import { matchFeatures } from "./match-features.ts";
import { matchBlocks } from "./match-blocks.ts";
import { findMotionLayers, invertAffine, type Affine } from "./motion-layers.ts";
import type { MotionSearch } from "./motion-search.ts";
import { makeFlow, type Flow } from "./planes.ts";
import type { Motion } from "./render-between.ts";

export type FoundMotion = {
  readonly motion: Motion;
  /** Share of the picture, 0..1, whose motion is not to be trusted in either direction. */
  readonly untrustedShare: number;
  readonly layers: number;
};

/**
 * The motion between two pictures of the working size, both ways: global motions from matched features first, a dense
 * flow (Farnebäck, 2003) beside and on top of them, each pixel choosing what fits, and how far each is to be trusted.
 */
export function findMotion(
  cv: OpenCv,
  options: { from: RawFrame; to: RawFrame; seed: number; search: MotionSearch },
): FoundMotion {
  const { from, to, seed, search } = options;
  const greyFrom = greyMat(cv, from);
  const greyTo = greyMat(cv, to);
  try {
    const matches = [
      ...matchFeatures(cv, greyFrom, greyTo),
      ...matchBlocks(from, to, search.reach),
    ];
    const layers = findMotionLayers(matches, seed);
    const motions = layers.map((layer) => layer.motion);
    const ahead = directed(cv, { from, to, greyFrom, greyTo, motions });
    const behind = directed(cv, {
      from: to,
      to: from,
      greyFrom: greyTo,
      greyTo: greyFrom,
      motions: motions.map(invertAffine),
    });
    const [still] = [makeFlow(from.width, from.height)];
    const grounds = [
      still,
      ...motions.map((motion) => affineFlow(motion, from.width, from.height)),
    ];
    const groundsBack = [
      still,
      ...motions.map((motion) => affineFlow(invertAffine(motion), from.width, from.height)),
    ];
    const forwardTrust = believable({ from, to, flow: ahead, back: behind, grounds });
    const backwardTrust = believable({
      from: to,
      to: from,
      flow: behind,
      back: ahead,
      grounds: groundsBack,
    });
    return {
      motion: {
        forward: fillUntrusted(ahead, forwardTrust),
        forwardTrust,
        backward: fillUntrusted(behind, backwardTrust),
        backwardTrust,
      },
      untrustedShare: Math.min(shareBelow(forwardTrust), shareBelow(backwardTrust)),
      layers: layers.length,
    };
  } finally {
    greyFrom.delete();
    greyTo.delete();
  }
}

function directed(
  cv: OpenCv,
  options: {
    from: RawFrame;
    to: RawFrame;
    greyFrom: Mat;
    greyTo: Mat;
    motions: readonly Affine[];
  },
): Flow {
  const { from, to, greyFrom, greyTo, motions } = options;
  const { width, height } = from;
  const still = makeFlow(width, height);
  const moving = motions.map((motion) => affineFlow(motion, width, height));
  // What stands still stays put unless a motion fits better; the camera's motion comes before the figures'.
  const candidates = [still, ...moving, denseFlow(cv, { greyFrom, greyTo, levels: 4 })];
  const chosen = chooseMotion(from, to, candidates);
  const refined = denseFlow(cv, { greyFrom, greyTo, levels: 1, start: chosen });
  return chooseMotion(from, to, [chosen, refined]);
}

function believable(options: {
  from: RawFrame;
  to: RawFrame;
  flow: Flow;
  back: Flow;
  grounds: readonly Flow[];
}): Float32Array {
  const trust = trustOf(options);
  const { flow } = options;
  let ground = flow;
  let most = -1;
  for (const candidate of options.grounds) {
    let count = 0;
    for (let i = 0; i < trust.length; i++) {
      const apart =
        Math.abs((flow.dx[i] as number) - (candidate.dx[i] as number)) +
        Math.abs((flow.dy[i] as number) - (candidate.dy[i] as number));
      if (apart < 1.5) count += trust[i] as number;
    }
    if (count > most) [most, ground] = [count, candidate];
  }
  return coherentTrust({ flow, trust, ground });
}

function denseFlow(
  cv: OpenCv,
  options: { greyFrom: Mat; greyTo: Mat; levels: number; start?: Flow },
): Flow {
  const { greyFrom, greyTo, levels, start } = options;
  const mat = new cv.Mat(greyFrom.rows, greyFrom.cols, cv.CV_32FC2);
  try {
    if (start) {
      const pairs = mat.data32F;
      for (let i = 0; i < start.dx.length; i++) {
        pairs[2 * i] = start.dx[i] as number;
        pairs[2 * i + 1] = start.dy[i] as number;
      }
    }
    const flags = start ? cv.OPTFLOW_USE_INITIAL_FLOW : 0;
    cv.calcOpticalFlowFarneback(greyFrom, greyTo, mat, 0.5, levels, 15, 2, 7, 1.5, flags);
    const flow = makeFlow(greyFrom.cols, greyFrom.rows);
    // Taken anew: WebAssembly's memory may have grown and moved under the earlier view.
    const pairs = mat.data32F;
    for (let i = 0; i < flow.dx.length; i++) {
      flow.dx[i] = pairs[2 * i] as number;
      flow.dy[i] = pairs[2 * i + 1] as number;
    }
    return flow;
  } finally {
    mat.delete();
  }
}

function greyMat(cv: OpenCv, picture: RawFrame): Mat {
  const mat = new cv.Mat(picture.height, picture.width, cv.CV_8UC1);
  const grey = mat.data;
  for (let i = 0, p = 0; i < grey.length; i++, p += 3) {
    const [r, g, b] = [
      picture.data[p] as number,
      picture.data[p + 1] as number,
      picture.data[p + 2] as number,
    ];
    grey[i] = (r * 77 + g * 150 + b * 29 + 128) >> 8;
  }
  return mat;
}

function shareBelow(trust: Float32Array): number {
  let count = 0;
  for (const value of trust) if (value <= 0.5) count += 1;
  return count / trust.length;
}
