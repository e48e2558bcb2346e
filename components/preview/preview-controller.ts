import type { Playhead } from "#components/ui/playhead.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import { frameDueAt, type ClockAnchor, type PlayBounds } from "./play-clock.ts";
import type { FrameRange } from "./frame-range.ts";
import { nextKeyframeFrame, shuttledRate, type PlayRate } from "./transport.ts";

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
  /** Plays from the playhead; at the end of the film, or outside of the range that loops, from the beginning. */
  play(rate?: PlayRate): void;
  pause(): void;
  toggle(): void;
  /** J (−1) and L (+1): plays that way, and each further press doubles the speed up to 8. */
  shuttle(direction: 1 | -1): void;
  /** Goes to a frame, kept inside the film; playing goes on from there. */
  seek(frame: number): void;
  /** Pauses and moves by so many frames. */
  step(frames: number): void;
  /** Pauses and goes to where the previous (−1) or next (+1) keyframe first shows. */
  stepKeyframe(direction: 1 | -1): void;
  goToStart(): void;
  goToEnd(): void;
  setLooping(isLooping: boolean): void;
  toggleLooping(): void;
  /** The film as it stands now; the playhead is kept inside it. Called by `<Preview>`. */
  setFilm(film: PlayedFilm): void;
  film(): PlayedFilm;
  setLoopRange(range: FrameRange | null): void;
  /** The frames that playing from a frame runs over. */
  boundsAt(frame: number): PlayBounds;
  /** Tells the clock whether a frame can be shown exactly now. Called by `<Preview>`; null: always. */
  setReadiness(isReady: ((frame: number) => boolean) | null): void;
  /** Stops the clock for good. */
  dispose(): void;
};

/** Lateness that is made up for by dropping frames; later than this, the clock waits. */
const GRACE_MS = 120;
/** A tick later than this comes from a hidden tab or a sleeping machine: play goes on from where it was. */
const STALL_MS = 500;

const NO_FILM: PlayedFilm = {
  totalFrames: 0,
  frameRate: { num: 24, den: 1 },
  keyframeStartFrames: [],
};

/**
 * Makes a player that moves the playhead. It may be made before there is a film or a `<Preview>`.
 * @param options.timer the clock in milliseconds and its ticks; the browser's unless a test gives its own
 */
export function createPreviewController(options: {
  playhead: Playhead;
  timer?: { now(): number; requestTick(tick: () => void): number; cancelTick(id: number): void };
}): PreviewController {
  const { playhead, timer = browserTimer } = options;
  const listeners = new Set<() => void>();
  let state: PreviewState = { isPlaying: false, rate: 1, isLooping: false, isWaiting: false };
  let film = NO_FILM;
  let loopRange: FrameRange | null = null;
  let isReady: ((frame: number) => boolean) | null = null;
  let anchor: ClockAnchor | null = null;
  let tickId: number | null = null;
  let lastTickMs = 0;
  let lateSinceMs: number | null = null;
  let isMovingItself = false;

  function update(change: Partial<PreviewState>): void {
    const next = { ...state, ...change };
    const keys = Object.keys(next) as (keyof PreviewState)[];
    if (keys.every((key) => next[key] === state[key])) return;
    state = next;
    for (const listener of [...listeners]) listener();
  }

  function moveTo(frame: number): void {
    const last = Math.max(0, film.totalFrames - 1);
    isMovingItself = true;
    playhead.setFrame(Math.min(last, Math.max(0, Math.floor(frame))));
    isMovingItself = false;
  }

  /** Lets the clock run on from the playhead, whatever time has passed. */
  function setGoing(): void {
    const nowMs = timer.now();
    anchor = {
      frame: playhead.frame(),
      timeMs: nowMs,
      rate: state.rate,
      frameRate: film.frameRate,
    };
    lastTickMs = nowMs;
    lateSinceMs = null;
    if (tickId === null) tickId = timer.requestTick(tick);
  }

  function boundsAt(frame: number): PlayBounds {
    const whole = { startFrame: 0, endFrame: film.totalFrames };
    const range = loopRange && state.isLooping ? clipRange(loopRange, film.totalFrames) : null;
    const isInRange = range !== null && frame >= range.startFrame && frame < range.endFrame;
    return { ...(isInRange ? range : whole), isLooping: state.isLooping };
  }

  function tick(): void {
    tickId = null;
    if (!state.isPlaying || !anchor) return;
    const nowMs = timer.now();
    if (nowMs - lastTickMs > STALL_MS) setGoing();
    lastTickMs = nowMs;
    if (state.isWaiting) {
      if (isShowable()) {
        update({ isWaiting: false });
        setGoing();
      }
    } else {
      advance(nowMs);
    }
    if (state.isPlaying && tickId === null) tickId = timer.requestTick(tick);
  }

  function advance(nowMs: number): void {
    if (!anchor) return;
    const due = frameDueAt({ anchor, bounds: boundsAt(anchor.frame), nowMs });
    moveTo(due.frame);
    if (!isShowable()) {
      lateSinceMs ??= nowMs;
      if (due.hasEnded || nowMs - lateSinceMs > GRACE_MS) update({ isWaiting: true });
      return;
    }
    lateSinceMs = null;
    if (due.hasEnded) pause();
  }

  function isShowable(): boolean {
    return isReady?.(playhead.frame()) ?? true;
  }

  function play(rate: PlayRate = 1): void {
    if (film.totalFrames < 1) return;
    const frame = playhead.frame();
    if (!state.isPlaying) {
      const range = state.isLooping && loopRange ? clipRange(loopRange, film.totalFrames) : null;
      const { startFrame, endFrame } = range ?? { startFrame: 0, endFrame: film.totalFrames };
      const isOutside = frame < startFrame || frame >= endFrame;
      const isAtEnd = rate > 0 ? frame >= film.totalFrames - 1 : frame <= 0;
      if (isOutside || (isAtEnd && !state.isLooping)) moveTo(rate > 0 ? startFrame : endFrame - 1);
    }
    update({ isPlaying: true, rate, isWaiting: false });
    setGoing();
  }

  function pause(): void {
    if (tickId !== null) timer.cancelTick(tickId);
    tickId = null;
    anchor = null;
    update({ isPlaying: false, rate: 1, isWaiting: false });
  }

  function step(frames: number): void {
    pause();
    moveTo(playhead.frame() + frames);
  }

  const unsubscribe = playhead.subscribe(() => {
    // Somebody else moved it, the timeline for example: go on from there.
    if (isMovingItself || !state.isPlaying) return;
    update({ isWaiting: false });
    setGoing();
  });

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    play,
    pause,
    toggle: () => (state.isPlaying ? pause() : play()),
    shuttle: (direction) => play(shuttledRate(state.isPlaying ? state.rate : null, direction)),
    seek(frame) {
      moveTo(frame);
      if (!state.isPlaying) return;
      update({ isWaiting: false });
      setGoing();
    },
    step,
    stepKeyframe(direction) {
      const target = nextKeyframeFrame(film.keyframeStartFrames, playhead.frame(), direction);
      step((target ?? playhead.frame()) - playhead.frame());
    },
    goToStart: () => step(-playhead.frame()),
    goToEnd: () => step(film.totalFrames),
    setLooping(isLooping) {
      update({ isLooping });
      if (state.isPlaying) setGoing();
    },
    toggleLooping() {
      this.setLooping(!state.isLooping);
    },
    setFilm(next) {
      film = next;
      if (film.totalFrames < 1) pause();
      moveTo(playhead.frame());
      if (state.isPlaying) setGoing();
    },
    film: () => film,
    setLoopRange(range) {
      loopRange = range;
      if (state.isPlaying) setGoing();
    },
    boundsAt,
    setReadiness(next) {
      isReady = next;
    },
    dispose() {
      pause();
      unsubscribe();
      listeners.clear();
    },
  };
}

function clipRange(range: FrameRange, totalFrames: number): FrameRange | null {
  const startFrame = Math.max(0, range.startFrame);
  const endFrame = Math.min(totalFrames, range.endFrame);
  return endFrame > startFrame ? { startFrame, endFrame } : null;
}

const browserTimer = {
  now: () => performance.now(),
  requestTick: (tick: () => void) => requestAnimationFrame(tick),
  cancelTick: (id: number) => cancelAnimationFrame(id),
};
