"use client";

import { useEffect, useState } from "react";
import { countOf, durationText } from "#components/inspector/words.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatFrameRate } from "#lib/core/frame-rate.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import { requestRender } from "#lib/realtime/browser/api.ts";
import { useEditor, useProjectState } from "./editor-context.ts";
import { ExportGaps } from "./export-gaps.tsx";
import { ExportProgress } from "./export-progress.tsx";
import { notifyError } from "./notify.ts";
import { countSegments } from "./segment-choices.ts";

/** Makes the storyboard film: names what it would lack, shows how far it has come, and gives it. */
export function ExportDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const view = useProjectState((state) => state.view);
  return (
    <Dialog
      {...props}
      title="Export the film"
      width="medium"
      description={view ? aboutFilm(view) : undefined}
    >
      {view ? <ExportSteps view={view} /> : null}
    </Dialog>
  );
}

function ExportSteps({ view }: { view: ProjectView }) {
  const { projectId, actions } = useEditor();
  const [renderId, setRenderId] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const counts = countSegments(view);
  const hasGaps = counts.missing.length > 0;
  const ask = async (request: { allowMissing: boolean }) => {
    setIsAsking(true);
    try {
      setRenderId((await requestRender(projectId, request)).renderId);
    } catch (error) {
      notifyError(error);
    } finally {
      setIsAsking(false);
    }
  };
  useAskOnOpen(() => {
    // Nothing is missing, so there is nothing to decide: an equal film that exists is offered at once.
    if (!hasGaps) void ask({ allowMissing: false });
  });
  const render = renderId === null ? undefined : view.records.render.get(renderId);
  if (renderId !== null) {
    return (
      <ExportProgress
        renderId={renderId}
        render={render}
        project={view.project}
        onAgain={() => void ask({ allowMissing: hasGaps })}
      />
    );
  }
  return (
    <ExportGaps
      counts={counts}
      isAsking={isAsking}
      onGenerate={actions.generateMissing}
      onExport={() => void ask({ allowMissing: hasGaps })}
    />
  );
}

/** Runs once for each opening, also where React mounts twice to find faults. */
function useAskOnOpen(ask: () => void): void {
  const [once] = useState({ isDone: false });
  useEffect(() => {
    if (once.isDone) return;
    once.isDone = true;
    ask();
  });
}

function aboutFilm({ project, schedule }: ProjectView): string {
  return [
    `${durationText(schedule.totalFrames, project.frameRate)} (${countOf(schedule.totalFrames, "frame")})`,
    `${project.width} × ${project.height}`,
    `${formatFrameRate(project.frameRate)} fps`,
    "H.264 in MP4",
  ].join(" · ");
}
