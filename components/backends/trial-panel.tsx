"use client";

import { CircleCheck, Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { TrialStatus } from "#lib/core/backend-settings.ts";
import { trialVideoUrl } from "#lib/realtime/browser/backend-api.ts";
import { ProblemNote } from "./problem-note.tsx";
import { lengthText } from "./time-words.ts";
import type { Trial } from "./use-trial.ts";

/** How a trial stands: its progress, what it gave, or why it failed. */
export function TrialPanel(props: { workspaceId: string; backendId: string; trial: Trial }) {
  const { workspaceId, backendId, trial } = props;
  const { status, trialId } = trial;
  if (status?.state === "failed") {
    return <ProblemNote problem={status.message ?? "It drew nothing, and did not say why."} />;
  }
  if (status?.state === "ready" && trialId !== null) {
    return <TrialResult status={status} src={trialVideoUrl({ workspaceId, backendId, trialId })} />;
  }
  if (trial.isCancelled) {
    return (
      <p role="status" className="text-xs text-muted">
        The trial was cancelled. Nothing of it was kept.
      </p>
    );
  }
  if (trial.problem !== null) return <ProblemNote problem={trial.problem} />;
  const detail = status === null || status.detail === "" ? "Starting…" : status.detail;
  return (
    <div className="flex flex-col gap-2">
      <Skeleton className="aspect-[8/5] w-full" />
      <ProgressBar label="Trial" fraction={status?.fraction ?? null} />
      <div className="flex items-center justify-between gap-2">
        <p
          role="status"
          className="min-w-0 truncate text-xs text-muted tabular-nums"
          title={detail}
        >
          {detail}
        </p>
        <Button size="small" look="quiet" disabled={trialId === null} onClick={trial.cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function TrialResult({ status, src }: { status: TrialStatus; src: string }) {
  return (
    <div className="flex flex-col gap-3">
      <LoopingVideo src={src} width={status.width} height={status.height} />
      <p role="status" className="flex items-center gap-2 text-xs">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
        <span className="min-w-0">
          <span className="font-medium">It draws.</span>{" "}
          <span className="text-muted tabular-nums">
            {factsOf(status)
              .map((fact) => fact.replaceAll(" ", "\u00a0"))
              .join(" · ")}
          </span>
        </span>
      </p>
      {status.notes.length === 0 ? null : (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-xs break-words text-muted">
          {status.notes.map((note, index) => (
            <li key={index}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function factsOf({ frames, width, height, framesPerSecond, elapsedMs }: TrialStatus): string[] {
  return [
    ...(frames === null ? [] : [`${frames} frames`]),
    ...(width === null || height === null ? [] : [`${width} × ${height}`]),
    ...(framesPerSecond === null ? [] : [`${Number(framesPerSecond.toFixed(3))} fps`]),
    ...(elapsedMs === null ? [] : [`took ${lengthText(elapsedMs)}`]),
  ];
}

/** Plays again and again without a sound, and can be stopped: what moves without end must have a way to end it. */
function LoopingVideo(props: { src: string; width: number | null; height: number | null }) {
  const { width, height } = props;
  const video = useRef<HTMLVideoElement>(null);
  const [isPlaying, setIsPlaying] = useState(true);
  const [isBroken, setIsBroken] = useState(false);
  const toggle = () => {
    if (isPlaying) video.current?.pause();
    else void video.current?.play();
  };
  if (isBroken) {
    return <ProblemNote problem="The video was made but can’t be shown here. Try it again." />;
  }
  return (
    <div className="relative overflow-hidden rounded-md border border-line bg-field">
      <video
        ref={video}
        src={props.src}
        muted
        loop
        autoPlay
        playsInline
        aria-label="What it drew between the two sample drawings"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onError={() => setIsBroken(true)}
        className="block max-h-[50dvh] w-full object-contain"
        style={{
          aspectRatio: width !== null && height !== null ? `${width} / ${height}` : "8 / 5",
        }}
      />
      <button
        type="button"
        aria-label={isPlaying ? "Pause" : "Play"}
        onClick={toggle}
        className="absolute right-2 bottom-2 grid size-7 place-items-center rounded-md bg-bg/80 text-text hover:bg-bg"
      >
        {isPlaying ? (
          <Pause aria-hidden className="size-3.5" />
        ) : (
          <Play aria-hidden className="size-3.5" />
        )}
      </button>
    </div>
  );
}
