"use client";

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { classNames } from "#components/ui/class-names.ts";
import type { PreviewProps } from "./preview-props.ts";
import { PreviewNotices } from "./preview-notices.tsx";
import { PreviewTransport, type PreviewAids } from "./preview-transport.tsx";
import { runPreviewCommand } from "./run-preview-command.ts";
import { SafeAreas } from "./safe-areas.tsx";
import { ScrubBar } from "./scrub-bar.tsx";
import { commandForKey } from "./transport.ts";
import { useFullscreen } from "./use-fullscreen.ts";
import { usePreviewStage } from "./use-preview-stage.ts";
import { usePreviewState } from "./use-preview-state.ts";
import { WipeHandle } from "./wipe-handle.tsx";

/** The film under the playhead, and the player's controls. */
export function Preview(props: PreviewProps) {
  const { view, playhead, controller, loopRange = null, comparison = null } = props;
  const rootRef = useRef<HTMLElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [aids, setAids] = useState<PreviewAids>({
    hasOnionSkin: false,
    onionOpacity: 0.5,
    hasSafeAreas: false,
  });
  const [wipe, setWipe] = useState(0.5);
  const options = useMemo(
    () => ({ onionOpacity: aids.hasOnionSkin ? aids.onionOpacity : null, comparison, wipe }),
    [aids, comparison, wipe],
  );
  const notice = usePreviewStage(canvasRef, { ...props, options });
  const { isWaiting } = usePreviewState(controller);
  const fullscreen = useFullscreen(rootRef);
  useEffect(() => controller.setLoopRange(loopRange), [controller, loopRange]);

  const width = view?.project.width ?? 16;
  const height = view?.project.height ?? 10;
  const isEmpty = view !== null && view.schedule.totalFrames === 0;
  const hasFilm = view !== null && !isEmpty;
  const handleKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || ownsItsKeys(event)) return;
    const command = commandForKey(event);
    if (!command) return;
    // The editor has the same keys for the whole window: each press is meant once.
    event.preventDefault();
    event.stopPropagation();
    runPreviewCommand(controller, command);
  };
  return (
    <section
      ref={rootRef}
      aria-label="Preview"
      tabIndex={-1}
      onKeyDown={handleKey}
      className={classNames(
        "@container flex min-h-0 min-w-0 flex-col bg-bg text-text focus:outline-none",
        props.className,
      )}
    >
      <div className="relative min-h-0 flex-1 bg-[#0c0c0d] p-2">
        <div className="[container-type:size] grid size-full place-items-center">
          <div
            className={classNames("relative overflow-hidden", !hasFilm && "invisible")}
            style={{
              width: `min(100cqw, calc(100cqh * ${width / height}))`,
              aspectRatio: `${width} / ${height}`,
            }}
          >
            <canvas
              ref={canvasRef}
              role="img"
              aria-label="The film at the playhead"
              className="absolute inset-0 size-full"
              onClick={() => controller.toggle()}
            />
            {aids.hasSafeAreas ? <SafeAreas width={width} height={height} /> : null}
            {notice.isCompared ? (
              <WipeHandle value={wipe} onChange={setWipe} onClose={props.onComparisonClose} />
            ) : null}
            <PreviewNotices notice={notice} isWaiting={isWaiting} />
          </div>
        </div>
        {hasFilm ? null : (
          <div className="absolute inset-0 grid place-items-center p-4 text-center">
            {isEmpty ? (
              <div className="flex max-w-96 flex-col items-center gap-3">
                <p className="text-muted">Your film plays here. Add a key drawing to begin.</p>
                {props.emptyAction}
              </div>
            ) : (
              <p role="status" className="text-muted">
                Opening the project…
              </p>
            )}
          </div>
        )}
      </div>
      <ScrubBar view={view} playhead={playhead} controller={controller} loopRange={loopRange} />
      <PreviewTransport
        view={view}
        playhead={playhead}
        controller={controller}
        hasLoopRange={loopRange !== null}
        aids={aids}
        onAidsChange={setAids}
        fullscreen={fullscreen}
      />
    </section>
  );
}

/** Fields and sliders take the keys that they use; a button takes Space. */
function ownsItsKeys(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input, textarea, select, [contenteditable], [role=slider]")) return true;
  return event.code === "Space" && target.closest("button") !== null;
}
