import { useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { createPlayhead, type Playhead } from "#components/ui/playhead.ts";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import {
  createPreviewController,
  type PreviewController,
} from "#components/preview/preview-controller.ts";
import type { FrameRange } from "#components/preview/frame-range.ts";
import type { TakeComparison } from "#components/preview/preview-props.ts";
import { Preview } from "#components/preview/preview.tsx";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom, type AnyRecord } from "#lib/core/records.ts";
import "../../../app/globals.css";

/** What a test says to the page: the records of the project, as the room would send them. */
export type PreviewPage = {
  readonly playhead: Playhead;
  readonly controller: PreviewController;
  show(shown: {
    records?: readonly AnyRecord[];
    loopRange?: FrameRange | null;
    comparison?: TakeComparison | null;
  }): void;
};

declare global {
  interface Window {
    previewPage: PreviewPage;
  }
}

type Shown = {
  view: ProjectView | null;
  loopRange: FrameRange | null;
  comparison: TakeComparison | null;
};

let shown: Shown = { view: null, loopRange: null, comparison: null };
const listeners = new Set<() => void>();
const playhead = createPlayhead();
const controller = createPreviewController({ playhead });

window.previewPage = {
  playhead,
  controller,
  show({ records, ...rest }) {
    const view = records
      ? projectViewOf({ records: recordsFrom(records), backends: new Map(), previous: shown.view })
      : shown.view;
    shown = { ...shown, ...rest, view };
    for (const listener of listeners) listener();
  },
};

function Page() {
  const { view, loopRange, comparison } = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <TooltipProvider>
      <Preview
        projectId="preview-project"
        view={view}
        playhead={playhead}
        controller={controller}
        loopRange={loopRange}
        comparison={comparison}
        onComparisonClose={() => window.previewPage.show({ comparison: null })}
        className="h-dvh"
      />
    </TooltipProvider>
  );
}

const root = document.createElement("div");
document.body.append(root);
createRoot(root).render(<Page />);
