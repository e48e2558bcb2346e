import type { RawFrame } from "../raw-frame.ts";
import type { MotionSearch } from "./motion-search.ts";

export type DraftJob = {
  readonly id: number;
  readonly from: RawFrame;
  readonly to: RawFrame;
  /** Where each frame lies between the two, 0..1 and rising; 0 is `from` itself. */
  readonly progress: readonly number[];
  readonly seed: number;
  readonly search: MotionSearch;
};

/** To the thread. `more` allows this many frames beyond those allowed before. */
export type DraftRequest =
  | { readonly kind: "draw"; readonly job: DraftJob }
  | { readonly kind: "more"; readonly id: number; readonly frames: number }
  | { readonly kind: "stop"; readonly id: number };

/** From the thread. */
export type DraftReply =
  | { readonly kind: "found"; readonly id: number; readonly notes: readonly string[] }
  | { readonly kind: "frame"; readonly id: number; readonly frame: RawFrame }
  | { readonly kind: "end"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly log: string };
