import type { Playhead } from "#components/ui/playhead.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";

/** Film speeds that J and L go through; negative is backwards. */
export type PlayRate = -8 | -4 | -2 | -1 | 1 | 2 | 4 | 8;

export type PreviewState = {
  readonly isPlaying: boolean;
  /** The speed while playing, and 1 while paused. */
  readonly rate: PlayRate;
  readonly isLooping: boolean;
  /** Playing, but the clock stands still until the frame that is due can be shown. */
  readonly isWaiting: boolean;
};

/** What the player has to know of the film. */
export type PlayedFilm = {
  readonly totalFrames: number;
  readonly frameRate: FrameRate;
  readonly keyframeStartFrames: readonly number[];
};

/** The player: what buttons and shortcuts call. All positions are film frames. */
export type PreviewController = {
  state(): PreviewState;
  subscribe(listener: () => void): () => void;
  play(rate?: PlayRate): void;
  pause(): void;
  toggle(): void;
  /** J (−1) and L (+1): plays that way, and each further press doubles the speed up to 8. */
  shuttle(direction: 1 | -1): void;
  /** Goes to a frame, kept inside the film; playing goes on from there. */
  seek(frame: number): void;
  /** Pauses and moves by so many frames. */
  step(frames: number): void;
  /** Goes to where the previous (−1) or next (+1) keyframe first shows. */
  stepKeyframe(direction: 1 | -1): void;
  goToStart(): void;
  goToEnd(): void;
  setLooping(isLooping: boolean): void;
  toggleLooping(): void;
  /** Called by `<Preview>` when the project changes; the frame is kept inside the film. */
  setFilm(film: PlayedFilm): void;
  setLoopRange(range: { startFrame: number; endFrame: number } | null): void;
  /** Called by `<Preview>`: whether a frame can be shown exactly now. */
  setReadiness(isReady: ((frame: number) => boolean) | null): void;
  /** Stops the clock for good. */
  dispose(): void;
};

export type CreatePreviewController = (options: { playhead: Playhead }) => PreviewController;
