import { useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { Timeline } from "#components/timeline/timeline.tsx";
import type {
  TimelineEdit,
  TimelineMenuRequest,
  TimelinePeer,
  TimelineProgress,
  TimelineUpload,
} from "#components/timeline/timeline-props.ts";
import { createPlayhead, type Playhead } from "#components/ui/playhead.ts";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { applyChange } from "#lib/core/change.ts";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom, type AnyRecord } from "#lib/core/records.ts";
import { EMPTY_SELECTION, type Selection } from "#lib/core/selection.ts";
import { answerWithPictures } from "./draw-pictures.ts";
import { DRAFT, PROJECT_ID, storyRecords } from "./story-records.ts";
import "../../../app/globals.css";

type Shown = {
  view: ProjectView | null;
  selection: Selection;
  canEdit: boolean;
  isPlaying: boolean;
  progress: ReadonlyMap<string, TimelineProgress>;
  uploads: readonly TimelineUpload[];
  peers: readonly TimelinePeer[];
};

/** What a test sees of the page, and says to it. Edits are applied at once, as the store would. */
export type TimelinePage = {
  readonly playhead: Playhead;
  readonly edits: TimelineEdit[];
  readonly generated: string[][];
  readonly opened: string[];
  readonly menus: TimelineMenuRequest[];
  readonly inserted: { names: string[]; gapIndex: number }[];
  shown(): Shown;
  order(): string[];
  selectedIds(): string[];
  show(next: Partial<Omit<Shown, "view">>): void;
  showRecords(records: readonly AnyRecord[]): void;
  showStory(options: Parameters<typeof storyRecords>[0]): void;
};

declare global {
  interface Window {
    timelinePage: TimelinePage;
  }
}

answerWithPictures();
let shown: Shown = {
  view: null,
  selection: EMPTY_SELECTION,
  canEdit: true,
  isPlaying: false,
  progress: new Map(),
  uploads: [],
  peers: [],
};
const listeners = new Set<() => void>();
const backends = new Map([[DRAFT.id, DRAFT]]);

function change(next: Partial<Shown>): void {
  shown = { ...shown, ...next };
  for (const listener of listeners) listener();
}

const api: TimelinePage = {
  playhead: createPlayhead(),
  edits: [],
  generated: [],
  opened: [],
  menus: [],
  inserted: [],
  shown: () => shown,
  order: () => shown.view?.sequence.keyframes.map(({ id }) => id) ?? [],
  selectedIds: () => [...shown.selection.ids],
  show: change,
  showRecords: (records) =>
    change({
      view: projectViewOf({ records: recordsFrom(records), backends, previous: null }),
      selection: EMPTY_SELECTION,
    }),
  showStory: (options) => api.showRecords(storyRecords(options)),
};
window.timelinePage = api;

function commit(edit: TimelineEdit): void {
  api.edits.push(edit);
  const { view } = shown;
  if (!view) return;
  const records = applyChange(view.records, edit.change);
  change({ view: projectViewOf({ records, backends, previous: view }) });
}

function Page() {
  const state = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <TooltipProvider>
      <div className="h-dvh">
        <Timeline
          projectId={PROJECT_ID}
          view={state.view}
          progress={state.progress}
          selection={state.selection}
          onSelectionChange={(selection) => change({ selection })}
          playhead={api.playhead}
          isPlaying={state.isPlaying}
          canEdit={state.canEdit}
          commit={commit}
          onGenerate={({ segmentIds }) => api.generated.push([...segmentIds])}
          onInsertFiles={(files, gapIndex) =>
            api.inserted.push({ names: files.map(({ name }) => name), gapIndex })
          }
          onOpen={(itemId) => api.opened.push(itemId)}
          onOpenMenu={(request) => api.menus.push(request)}
          uploads={state.uploads}
          peers={state.peers}
        />
      </div>
    </TooltipProvider>
  );
}

const root = document.createElement("div");
document.body.append(root);
createRoot(root).render(<Page />);
