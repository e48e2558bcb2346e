import { createRequire } from "node:module";

/** A thing in WebAssembly's memory, which no garbage collector sees. */
export type Owned = { delete(): void };

export type Mat = Owned & {
  readonly rows: number;
  readonly cols: number;
  readonly data: Uint8Array;
  readonly data32F: Float32Array;
};

export type KeyPoints = Owned & {
  size(): number;
  get(index: number): { readonly pt: { readonly x: number; readonly y: number } };
};

export type MatchLists = Owned & {
  size(): number;
  get(index: number): Owned & {
    size(): number;
    get(index: number): { readonly trainIdx: number; readonly distance: number };
  };
};

/** The few parts of OpenCV that the draft uses; the package's own types lack some of them. */
export type OpenCv = {
  readonly Mat: new (rows?: number, cols?: number, type?: number) => Mat;
  readonly AKAZE: new () => Owned & {
    setThreshold(threshold: number): void;
    detectAndCompute(image: Mat, mask: Mat, points: KeyPoints, descriptors: Mat): void;
  };
  readonly BFMatcher: new (
    norm: number,
    isCrossChecked: boolean,
  ) => Owned & {
    knnMatch(query: Mat, train: Mat, matches: MatchLists, count: number): void;
  };
  readonly KeyPointVector: new () => KeyPoints;
  readonly DMatchVectorVector: new () => MatchLists;
  readonly CV_8UC1: number;
  readonly CV_32FC2: number;
  readonly NORM_HAMMING: number;
  readonly OPTFLOW_USE_INITIAL_FLOW: number;
  calcOpticalFlowFarneback(
    from: Mat,
    to: Mat,
    flow: Mat,
    pyramidScale: number,
    levels: number,
    windowPx: number,
    iterations: number,
    polyNeighbours: number,
    polySigma: number,
    flags: number,
  ): void;
};

/**
 * OpenCV in WebAssembly, ready for use. Handed over in an object: the module has a `then` that resolves with itself
 * for ever, so an `await` of the bare module never ends.
 */
export async function loadOpenCv(): Promise<{ cv: OpenCv }> {
  // Its types don't say so, but the module is what `OpenCv` describes once its runtime has run.
  const cv = createRequire(import.meta.url)("@techstark/opencv-js") as OpenCv & {
    calledRun?: boolean;
  };
  while (!cv.calledRun) await new Promise((resolve) => setTimeout(resolve, 5));
  return { cv };
}
