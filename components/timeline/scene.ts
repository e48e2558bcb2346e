import type { Selection } from "#lib/core/selection.ts";
import type { TakeHolds } from "#lib/core/take-outlook.ts";
import type { Box } from "./box-items.ts";
import type { HitScene, HitTarget } from "./hit-test.ts";
import type { PictureCache } from "./picture-cache.ts";
import type { SegmentStates } from "./segment-states.ts";
import type { TimelineProgress, TimelineUpload, TimelineView } from "./timeline-props.ts";

/** What a gesture that is under way shows before it is done; nothing of it is committed. */
export type GesturePreview =
  | { readonly type: "none" }
  | { readonly type: "box"; readonly box: Box }
  | {
      readonly type: "move";
      readonly ids: ReadonlySet<string>;
      readonly grabbedIndex: number;
      readonly toIndex: number;
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: "drop"; readonly toIndex: number }
  /** The layout has the new length in it already. */
  | { readonly type: "hold"; readonly index: number; readonly frames: number }
  | { readonly type: "length"; readonly index: number; readonly frames: number };

/** Uploads that will land in one gap. */
export type UploadGap = { readonly gapIndex: number; readonly uploads: readonly TimelineUpload[] };

/** All that a frame of the timeline is drawn from. */
export type Scene = HitScene & {
  readonly projectId: string;
  readonly view: TimelineView;
  readonly progress: ReadonlyMap<string, TimelineProgress>;
  readonly holds: TakeHolds;
  /** As it stands on screen: while a box is drawn, with what the box touches. */
  readonly selection: Selection;
  readonly hover: HitTarget | null;
  /** The item with the keyboard's focus ring. */
  readonly focusedItemId: string | null;
  readonly preview: GesturePreview;
  readonly states: SegmentStates;
  readonly thumbnails: PictureCache;
  readonly filmstrips: PictureCache;
  readonly uploadGaps: readonly UploadGap[];
  /** Colours of the others who have an item selected. */
  readonly peerColors: ReadonlyMap<string, string>;
  readonly canEdit: boolean;
  /** Milliseconds of any clock; moves the stripes of work whose end is not known. */
  readonly timeMs: number;
};
