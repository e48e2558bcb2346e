import type { Playhead } from "#components/ui/playhead.ts";
import type { Project } from "#lib/core/project.ts";
import type { Schedule } from "#lib/core/schedule.ts";
import type { Sequence } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import type { FrameRange } from "./frame-range.ts";
import type { PreviewController } from "./preview-controller.ts";

/** What the preview reads of a project; a `ProjectView` is one. */
export type PreviewView = {
  readonly project: Project;
  readonly sequence: Sequence;
  readonly schedule: Schedule;
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
};

/** Two takes of one segment, wiped against each other: A to the left of the line, B to the right. */
export type TakeComparison = {
  readonly segmentId: string;
  readonly takeIdA: string;
  readonly takeIdB: string;
};

export type PreviewProps = {
  readonly projectId: string;
  /** Null while the project is loading. */
  readonly view: PreviewView | null;
  readonly playhead: Playhead;
  /**
   * The player, made once by `createPreviewController({ playhead })` and kept by whoever has the shortcuts. Playing,
   * speed and loop are its state: read it with `usePreviewState(controller)`.
   */
  readonly controller: PreviewController;
  /** What loops while loop is on: the selection's frames. Null loops the whole film. */
  readonly loopRange?: FrameRange | null;
  /** Shows an A/B wipe while the playhead is in the segment. */
  readonly comparison?: TakeComparison | null;
  readonly onComparisonClose?: () => void;
  /** Shown in the empty preview, for example a button that picks drawings. */
  readonly emptyAction?: React.ReactNode;
  readonly className?: string;
};
