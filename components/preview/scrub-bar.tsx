import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from "react";
import type { Playhead } from "#components/ui/playhead.ts";
import { formatTimecode } from "#lib/core/frame-rate.ts";
import type { PreviewController } from "./preview-controller.ts";
import type { FrameRange } from "./frame-range.ts";
import type { PreviewView } from "./preview-props.ts";
import { runPreviewCommand } from "./run-preview-command.ts";
import { ScrubTrack } from "./scrub-track.tsx";
import { commandForKey } from "./transport.ts";

/** The whole film as one bar: drag to scrub. The timeline below has the detail. */
export function ScrubBar(props: {
  view: PreviewView | null;
  playhead: Playhead;
  controller: PreviewController;
  loopRange: FrameRange | null;
}) {
  const { view, playhead, controller, loopRange } = props;
  const sliderRef = useRef<HTMLDivElement>(null);
  const thumbRef = useRef<HTMLDivElement>(null);
  const hintRef = useRef<HTMLDivElement>(null);
  const totalFrames = view?.schedule.totalFrames ?? 0;
  const lastFrame = Math.max(0, totalFrames - 1);
  const frameRate = view?.project.frameRate;

  useEffect(() => {
    const show = () => {
      const frame = Math.min(lastFrame, playhead.frame());
      const slider = sliderRef.current;
      if (!slider || !thumbRef.current) return;
      thumbRef.current.style.left = `${((frame + 0.5) / Math.max(1, totalFrames)) * 100}%`;
      slider.setAttribute("aria-valuenow", String(frame));
      slider.setAttribute("aria-valuetext", frameRate ? formatTimecode(frame, frameRate) : "");
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, totalFrames, lastFrame, frameRate]);

  const frameUnder = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = width > 0 ? (event.clientX - left) / width : 0;
    return Math.min(lastFrame, Math.max(0, Math.floor(share * totalFrames)));
  };
  const handleDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || totalFrames === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    controller.pause();
    controller.seek(frameUnder(event));
  };
  const handleMove = (event: PointerEvent<HTMLElement>) => {
    const frame = frameUnder(event);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) controller.seek(frame);
    const hint = hintRef.current;
    if (!hint || !frameRate) return;
    hint.textContent = `${formatTimecode(frame, frameRate)} · ${frame}`;
    hint.style.left = `${((frame + 0.5) / Math.max(1, totalFrames)) * 100}%`;
  };
  const handleKey = (event: KeyboardEvent) => {
    const command = commandForKey(event);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    runPreviewCommand(controller, command);
  };
  return (
    <div className="shrink-0 border-t border-line bg-bg px-2">
      <div
        ref={sliderRef}
        role="slider"
        tabIndex={0}
        aria-label="Playhead"
        aria-valuemin={0}
        aria-valuemax={lastFrame}
        aria-valuenow={0}
        aria-disabled={totalFrames === 0}
        onPointerDown={handleDown}
        onPointerMove={handleMove}
        onKeyDown={handleKey}
        className="group relative flex h-5 touch-none items-center"
      >
        <ScrubTrack view={view} loopRange={loopRange} />
        {totalFrames > 0 ? (
          <>
            <div
              ref={thumbRef}
              className="pointer-events-none absolute inset-y-0.5 -ml-px w-0.5 rounded-full bg-accent"
            />
            <div
              ref={hintRef}
              className="pointer-events-none absolute bottom-full mb-1 -translate-x-1/2 rounded-sm bg-black/80 px-1.5 py-0.5 text-2xs whitespace-nowrap tabular-nums opacity-0 group-hover:opacity-100 empty:hidden"
            />
          </>
        ) : null}
      </div>
    </div>
  );
}
