import type { Playhead } from "#components/ui/playhead.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Change } from "#lib/core/change.ts";
import type { Project } from "#lib/core/project.ts";
import type { Schedule } from "#lib/core/schedule.ts";
import type { Selection } from "#lib/core/selection.ts";
import type { Sequence } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import type { TakeHolds } from "#lib/core/take-outlook.ts";

/** What the timeline reads of a project; a `ProjectView` is one. */
export type TimelineView = {
  readonly project: Project;
  readonly sequence: Sequence;
  readonly schedule: Schedule;
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
  readonly backends: ReadonlyMap<string, BackendDescription>;
};

/** How far a take has come; a `Progress` of the realtime protocol is one. */
export type TimelineProgress = {
  /** 0..1, or null when the backend can't say. */
  readonly fraction: number | null;
  readonly detail: string;
  readonly queuePosition: number | null;
  readonly etaSeconds?: number | null;
};

/** A drawing on its way up, shown where it will land. */
export type TimelineUpload = {
  readonly id: string;
  /** The order key that its keyframe will have. */
  readonly order: string;
  readonly fileName: string;
  /** 0..1 */
  readonly fraction: number;
  readonly hasFailed: boolean;
};

/** Somebody else in the room. */
export type TimelinePeer = {
  readonly connectionId: string;
  readonly name: string;
  /** A CSS colour that is theirs for the session. */
  readonly color: string;
  readonly selectedIds: readonly string[];
  readonly frame: number | null;
};

export type TimelineEdit = {
  readonly label: string;
  readonly change: Change;
  /** Edits with the same group are one undo step. */
  readonly groupId?: string;
};

/** Tells which segments are in sight; the timeline keeps it answering while it is there. */
export type TimelineSight = { segmentIds: () => readonly string[] };

/** What a context menu is asked for: what was under the pointer, after the selection has been brought to it. */
export type TimelineMenuRequest = {
  /** Where the menu belongs, in the window's CSS pixels. */
  readonly clientX: number;
  readonly clientY: number;
  /** The keyframe or segment under the pointer; null on empty ground. */
  readonly itemId: string | null;
  readonly selectedIds: readonly string[];
  /** Where a paste would land: 0..n in the sequence. */
  readonly gapIndex: number;
};

export type TimelineProps = {
  readonly projectId: string;
  /** Null while the project is loading. */
  readonly view: TimelineView | null;
  /** By the id of the take. */
  readonly progress: ReadonlyMap<string, TimelineProgress>;
  /** What holds queued takes back at the moment; default: nothing. */
  readonly holds?: TakeHolds;
  /** Ids of keyframes and segments. */
  readonly selection: Selection;
  readonly onSelectionChange: (selection: Selection) => void;
  readonly playhead: Playhead;
  /** While it plays, the timeline keeps the playhead in sight. */
  readonly isPlaying: boolean;
  /** A viewer looks, selects and scrubs, and changes nothing. */
  readonly canEdit: boolean;
  readonly commit: (edit: TimelineEdit) => void;
  /** Generate these segments (double click, Enter, the button on an empty or failed one). */
  readonly onGenerate: (request: {
    readonly scope: "segments";
    readonly segmentIds: readonly string[];
    /** Draw a new take even where the chosen one is current. */
    readonly force?: boolean;
  }) => void;
  /** Image files dropped on, or picked for, a gap: 0 is before the first keyframe, n after the last. */
  readonly onInsertFiles: (files: readonly File[], gapIndex: number) => void;
  /** Double click or Enter on something that has nothing to generate; the shell shows it in the inspector. */
  readonly onOpen?: (itemId: string) => void;
  readonly onOpenMenu?: (request: TimelineMenuRequest) => void;
  readonly uploads?: readonly TimelineUpload[];
  readonly peers?: readonly TimelinePeer[];
  readonly sight?: TimelineSight;
  readonly className?: string;
};
