import type { Playhead } from "#components/ui/playhead.ts";
import { fitOf, frameSizeOf } from "#lib/core/project.ts";
import { comparedAhead, comparedPictures } from "./compared-pictures.ts";
import type { FrameProblem, FrameSource, Look } from "./frame-source.ts";
import { onionSkinAt } from "./onion-skin.ts";
import { pictureAt, type MissingMark, type Picture } from "./picture-at.ts";
import type { PreviewController } from "./preview-controller.ts";
import type { PreviewView, TakeComparison } from "./preview-props.ts";
import { readAheadOf, withUrgent } from "./read-ahead.ts";

/** What is to be said about the picture on the canvas. */
export type StageNotice = {
  readonly mark: MissingMark | null;
  readonly isOutdated: boolean;
  /** The take was drawn before a drawing was replaced. */
  readonly isOfOldDrawing: boolean;
  readonly problem: FrameProblem | null;
  /** The exact picture is still on its way. */
  readonly isLoading: boolean;
  /** An A/B wipe is on the canvas. */
  readonly isCompared: boolean;
};

export type StageOptions = {
  /** 0..1; null shows no onion skin. */
  readonly onionOpacity: number | null;
  readonly comparison: TakeComparison | null;
  /** Where the wipe's line stands, 0..1 of the frame's width. */
  readonly wipe: number;
};

export type PreviewStage = {
  setView(view: PreviewView): void;
  setOptions(options: StageOptions): void;
  /** Something has arrived that may be shown. */
  refresh(): void;
  dispose(): void;
};

/** Frames decoded ahead of a playhead that stands still, so that a step is shown at once. */
const PAUSED_AHEAD_FRAMES = 16;

/** Draws the film's frame under the playhead on a canvas of the project's size, and keeps what comes next at hand. */
export function createPreviewStage(stage: {
  canvas: HTMLCanvasElement;
  source: FrameSource;
  playhead: Playhead;
  controller: PreviewController;
  onNotice: (notice: StageNotice) => void;
}): PreviewStage {
  const { canvas, source, playhead, controller, onNotice } = stage;
  const context = canvas.getContext("2d", { alpha: false });
  let view: PreviewView | null = null;
  let options: StageOptions = { onionOpacity: null, comparison: null, wipe: 0.5 };
  let isComplete = false;
  let notice = "";

  function setView(next: PreviewView): void {
    const { width, height } = frameSizeOf(next.project);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    source.setFrame({ width, height, policy: fitOf(next.project).policy });
    view = next;
    update();
  }

  function prepare(shown: PreviewView): void {
    const frame = playhead.frame();
    const { isPlaying, rate } = controller.state();
    const direction = rate < 0 ? -1 : 1;
    const budget = source.frameBudget();
    const plan = readAheadOf({
      view: shown,
      frame,
      direction,
      bounds: controller.boundsAt(frame),
      frameBudget: isPlaying ? budget : Math.min(budget, PAUSED_AHEAD_FRAMES),
    });
    const { comparison } = options;
    const compared = comparison ? comparedAhead({ view: shown, comparison, frame, direction }) : {};
    source.prepare(withUrgent(plan, { ...compared, imageIds: onionImageIds(shown) }));
  }

  function onionImageIds(shown: PreviewView): string[] {
    if (options.onionOpacity === null || controller.state().isPlaying) return [];
    return onionSkinAt(shown, playhead.frame()).map(({ imageId }) => imageId);
  }

  function picturesAt(shown: PreviewView, frame: number): Picture[] {
    const pair = options.comparison ? comparedPictures(shown, options.comparison, frame) : null;
    return pair ? [pair.a, pair.b] : [pictureAt(shown, frame)];
  }

  function update(): void {
    if (!view) return;
    prepare(view);
    paint();
  }

  function paint(): void {
    if (!view || !context) return;
    const frame = playhead.frame();
    const pictures = picturesAt(view, frame);
    const looks = pictures.map((picture) => source.look(picture));
    const isExact = looks.every(({ isFinal }) => isFinal);
    const { isPlaying } = controller.state();
    const hasProblem = looks.some(({ problem }) => problem !== null);
    // While it plays, a late picture leaves the one before on screen: a stand-in would jump back or ahead.
    if (isExact || !isPlaying) {
      draw(view, looks);
      // What stands in for something that failed gives way as soon as that can be had after all.
      isComplete = drawOnionSkin(view) && isExact && !hasProblem;
    } else {
      isComplete = false;
    }
    if (isExact) canvas.dataset["frame"] = String(frame);
    else delete canvas.dataset["frame"];
    tell({
      mark: pictures.find((picture) => picture.type === "image")?.mark ?? null,
      isOutdated: pictures.some((picture) => picture.type === "clip" && picture.isOutdated),
      isOfOldDrawing: pictures.some((picture) => picture.type === "clip" && picture.isOfOldDrawing),
      problem: looks.find(({ problem }) => problem)?.problem ?? null,
      isLoading: !isExact,
      isCompared: pictures.length > 1,
    });
  }

  function draw(shown: PreviewView, looks: readonly Look[]): void {
    if (!context || looks.every(({ source: picture, isFinal }) => !picture && !isFinal)) return;
    context.globalAlpha = 1;
    context.fillStyle = fitOf(shown.project).color;
    context.fillRect(0, 0, canvas.width, canvas.height);
    looks.forEach((look, side) => {
      context.save();
      if (side > 0) {
        const x = Math.round(options.wipe * canvas.width);
        context.beginPath();
        context.rect(x, 0, canvas.width - x, canvas.height);
        context.clip();
      }
      drawLook(look);
      context.restore();
    });
  }

  function drawLook({ source: picture, rect }: Look): void {
    if (!picture || !context) return;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, rect.x, rect.y, rect.width, rect.height);
  }

  /** @returns whether all of it could be drawn. */
  function drawOnionSkin(shown: PreviewView): boolean {
    const { onionOpacity } = options;
    if (!context || onionOpacity === null || controller.state().isPlaying) return true;
    const looks = onionSkinAt(shown, playhead.frame()).map((keyframe) =>
      source.look({ type: "image", keyframe, mark: null }),
    );
    looks.forEach((look, place) => {
      // Both weigh half of it in the end: the second covers part of the first, which is laid on the stronger for it.
      const isCovered = place === 0 && looks.length > 1;
      context.globalAlpha = isCovered ? onionOpacity / (2 - onionOpacity) : onionOpacity / 2;
      drawLook(look);
    });
    context.globalAlpha = 1;
    return looks.every(({ isFinal }) => isFinal);
  }

  function tell(next: StageNotice): void {
    const text = JSON.stringify(next);
    if (text === notice) return;
    notice = text;
    onNotice(next);
  }

  let wasPlaying = controller.state().isPlaying;
  const unsubscribePlayhead = playhead.subscribe(update);
  const unsubscribeController = controller.subscribe(() => {
    const { isPlaying } = controller.state();
    // Waiting changes nothing on the canvas; starting and stopping change the onion skin and the reading ahead.
    if (isPlaying !== wasPlaying) update();
    wasPlaying = isPlaying;
  });
  controller.setReadiness((frame) => {
    const shown = view;
    return (
      shown === null || picturesAt(shown, frame).every((picture) => source.look(picture).isFinal)
    );
  });

  return {
    setView,
    setOptions(next) {
      options = next;
      update();
    },
    refresh() {
      if (!isComplete) paint();
    },
    dispose() {
      unsubscribePlayhead();
      unsubscribeController();
      controller.setReadiness(null);
    },
  };
}
