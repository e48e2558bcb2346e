import { useEffect, useRef, type FocusEvent, type KeyboardEvent } from "react";
import type { Playhead } from "#components/ui/playhead.ts";
import { formatTimecode, type FrameRate } from "#lib/core/frame-rate.ts";
import type { PreviewController } from "./preview-controller.ts";
import type { PreviewView } from "./preview-props.ts";
import { parseSeek } from "./transport.ts";

const FALLBACK_RATE: FrameRate = { num: 24, den: 1 };

/** Where the playhead is, as timecode and as a frame, both to type in, and the film's length. */
export function FrameReadout(props: {
  view: PreviewView | null;
  playhead: Playhead;
  controller: PreviewController;
}) {
  const { view, playhead, controller } = props;
  const frameRate = view?.project.frameRate ?? FALLBACK_RATE;
  const totalFrames = view?.schedule.totalFrames ?? 0;
  return (
    <div className="flex min-w-0 items-center gap-1 text-xs whitespace-nowrap tabular-nums">
      <SeekField
        label="Timecode"
        format={(frame) => formatTimecode(frame, frameRate)}
        widthChars={formatTimecode(Math.max(totalFrames, 1), frameRate).length}
        {...{ playhead, controller, frameRate }}
      />
      <span className="text-faint @max-2xl:hidden" title="Length of the film">
        / {formatTimecode(totalFrames, frameRate)}
      </span>
      <span aria-hidden className="mx-0.5 h-3 w-px bg-line" />
      <SeekField
        label="Frame"
        format={String}
        widthChars={String(Math.max(totalFrames, 1)).length}
        {...{ playhead, controller, frameRate }}
      />
      <span className="text-faint @max-3xl:hidden" title="Frames in the film">
        / {totalFrames} f
      </span>
    </div>
  );
}

/** Follows the playhead by its subscription, and goes where somebody types. */
function SeekField(props: {
  label: string;
  format: (frame: number) => string;
  widthChars: number;
  playhead: Playhead;
  controller: PreviewController;
  frameRate: FrameRate;
}) {
  const { label, format, widthChars, playhead, controller, frameRate } = props;
  const inputRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const show = () => {
      const input = inputRef.current;
      if (input && document.activeElement !== input) input.value = format(playhead.frame());
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, format]);
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    const typed = event.currentTarget.value;
    if (event.key === "Enter") {
      const target = parseSeek(typed, { frame: playhead.frame(), frameRate });
      if (target !== null) controller.seek(target);
    }
    event.currentTarget.blur();
  };
  const handleBlur = (event: FocusEvent<HTMLInputElement>) => {
    event.currentTarget.value = format(playhead.frame());
  };
  return (
    <input
      ref={inputRef}
      aria-label={label}
      title={`${label}: type 120, +10, 1:12 or 2.5s`}
      defaultValue={format(0)}
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={handleBlur}
      onKeyDown={handleKey}
      style={{ width: `calc(${widthChars}ch + 10px)` }}
      className="rounded-sm bg-transparent px-1 py-0.5 text-text hover:bg-raised focus:bg-field"
    />
  );
}
