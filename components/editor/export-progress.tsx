"use client";

import { CircleCheck, Download, RotateCcw } from "lucide-react";
import { Button, buttonClasses } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { Project } from "#lib/core/project.ts";
import type { Render } from "#lib/core/render.ts";
import { cancelRender } from "#lib/realtime/browser/api.ts";
import { filmUrl } from "#lib/realtime/browser/urls.ts";
import { useEditor, useProjectState } from "./editor-context.ts";
import { formatBytes } from "./format-bytes.ts";
import { runNotified } from "./notify.ts";

/** A film being made, made, or failed. */
export function ExportProgress(props: {
  renderId: string;
  /** Undefined until the render's record has come. */
  render: Render | undefined;
  project: Project;
  onAgain: () => void;
}) {
  const { renderId, render, onAgain } = props;
  const { projectId } = useEditor();
  const progress = useProjectState((state) => state.progress.get(renderId));
  const status = render?.status;
  if (status?.state === "ready") {
    return (
      <div className="flex items-center gap-3">
        <CircleCheck aria-hidden className="size-5 shrink-0 text-ok" />
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm">The film is ready</p>
          <p className="text-xs text-muted tabular-nums">
            {formatBytes(status.sizeBytes)}, {render?.totalFrames ?? 0} frames
          </p>
        </div>
        <a
          href={filmUrl(projectId, renderId)}
          download
          className={buttonClasses({ look: "primary", size: "large" })}
        >
          <Download aria-hidden className="size-4" />
          Download
        </a>
      </div>
    );
  }
  if (status?.state === "failed" || status?.state === "cancelled") {
    return (
      <div className="flex flex-col gap-3">
        <p className="text-sm">
          {status.state === "failed" ? status.message : "The film was cancelled. Nothing is lost."}
        </p>
        <Button
          look="primary"
          className="self-end"
          icon={<RotateCcw aria-hidden className="size-3.5" />}
          onClick={onAgain}
        >
          Try again
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm" aria-live="polite">
        {progress?.detail ?? "Making the film…"}
      </p>
      <ProgressBar label="The film" fraction={progress?.fraction ?? null} />
      <div className="flex items-center justify-between gap-2 pt-1">
        <p className="text-xs text-muted">You can close this and go on working.</p>
        <Button onClick={() => runNotified(() => cancelRender(projectId, renderId))}>Cancel</Button>
      </div>
    </div>
  );
}
