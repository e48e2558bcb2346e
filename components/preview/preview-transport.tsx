import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Layers2,
  Maximize,
  Minimize,
  Pause,
  Play,
  Repeat,
  Repeat1,
  SkipBack,
  SkipForward,
  Grid3x3,
} from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Playhead } from "#components/ui/playhead.ts";
import { Slider } from "#components/ui/slider.tsx";
import { FrameReadout } from "./frame-readout.tsx";
import type { PreviewController } from "./preview-controller.ts";
import type { PreviewView } from "./preview-props.ts";
import type { Fullscreen } from "./use-fullscreen.ts";
import { usePreviewState } from "./use-preview-state.ts";

/** What helps to judge a picture and is no part of the film. */
export type PreviewAids = {
  readonly hasOnionSkin: boolean;
  /** 0..1 */
  readonly onionOpacity: number;
  readonly hasSafeAreas: boolean;
};

/** The row of controls below the picture: where we are, play, and how it is looked at. */
export function PreviewTransport(props: {
  view: PreviewView | null;
  playhead: Playhead;
  controller: PreviewController;
  hasLoopRange: boolean;
  aids: PreviewAids;
  onAidsChange: (aids: PreviewAids) => void;
  fullscreen: Fullscreen;
}) {
  const { view, playhead, controller, aids, onAidsChange, fullscreen } = props;
  const { isPlaying, rate, isLooping } = usePreviewState(controller);
  const disabled = view === null || view.schedule.totalFrames === 0;
  const loopLabel = props.hasLoopRange ? "Loop the selection" : "Loop the film";
  return (
    <div
      role="group"
      aria-label="Player"
      className="grid shrink-0 grid-cols-[1fr_auto_1fr] items-center gap-x-2 gap-y-1 border-b border-line px-2 py-1 @max-xl:grid-cols-[auto_1fr]"
    >
      <FrameReadout view={view} playhead={playhead} controller={controller} />
      <div className="flex items-center justify-center @max-xl:col-span-2 @max-xl:row-start-1">
        <IconButton
          label="First frame"
          shortcut="Home"
          icon={<ChevronFirst />}
          disabled={disabled}
          onClick={() => controller.goToStart()}
        />
        <IconButton
          label="Previous keyframe"
          shortcut="↑"
          icon={<SkipBack />}
          disabled={disabled}
          onClick={() => controller.stepKeyframe(-1)}
        />
        <IconButton
          label="Back one frame"
          shortcut="←"
          icon={<ChevronLeft />}
          disabled={disabled}
          onClick={() => controller.step(-1)}
        />
        <IconButton
          label={isPlaying ? "Pause" : "Play"}
          shortcut="Space"
          icon={isPlaying ? <Pause className="fill-current" /> : <Play className="fill-current" />}
          disabled={disabled}
          className="mx-1 size-8 bg-raised text-text hover:bg-hover"
          onClick={() => controller.toggle()}
        />
        <IconButton
          label="Forward one frame"
          shortcut="→"
          icon={<ChevronRight />}
          disabled={disabled}
          onClick={() => controller.step(1)}
        />
        <IconButton
          label="Next keyframe"
          shortcut="↓"
          icon={<SkipForward />}
          disabled={disabled}
          onClick={() => controller.stepKeyframe(1)}
        />
        <IconButton
          label="Last frame"
          shortcut="End"
          icon={<ChevronLast />}
          disabled={disabled}
          onClick={() => controller.goToEnd()}
        />
      </div>
      <div className="flex min-w-0 items-center justify-end gap-0.5">
        {aids.hasOnionSkin ? (
          <Slider
            label="Onion skin strength"
            value={Math.round(aids.onionOpacity * 100)}
            min={5}
            max={90}
            step={5}
            valueText={`${Math.round(aids.onionOpacity * 100)} %`}
            onEdit={(percent) => onAidsChange({ ...aids, onionOpacity: percent / 100 })}
            className="mr-1 w-16"
          />
        ) : null}
        <span
          aria-label="Speed"
          className={classNames(
            "min-w-8 px-1 text-right text-xs tabular-nums",
            isPlaying && rate !== 1 ? "text-accent" : "text-faint",
          )}
        >
          {rate < 0 ? `−${-rate}` : rate}×
        </span>
        <IconButton
          label={loopLabel}
          shortcut="Shift L"
          pressed={isLooping}
          icon={props.hasLoopRange ? <Repeat1 /> : <Repeat />}
          onClick={() => controller.toggleLooping()}
        />
        <IconButton
          label="Onion skin while paused"
          pressed={aids.hasOnionSkin}
          icon={<Layers2 />}
          onClick={() => onAidsChange({ ...aids, hasOnionSkin: !aids.hasOnionSkin })}
        />
        <IconButton
          label="Safe areas and thirds"
          pressed={aids.hasSafeAreas}
          icon={<Grid3x3 />}
          onClick={() => onAidsChange({ ...aids, hasSafeAreas: !aids.hasSafeAreas })}
        />
        <IconButton
          label={fullscreen.isOn ? "Leave fullscreen" : "Fullscreen"}
          icon={fullscreen.isOn ? <Minimize /> : <Maximize />}
          onClick={fullscreen.toggle}
        />
      </div>
    </div>
  );
}
