import type { RawFrame } from "../raw-frame.ts";

export type DraftJob = {
  readonly id: number;
  readonly from: RawFrame;
  readonly to: RawFrame;
  readonly frames: number;
  readonly seed: number;
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
