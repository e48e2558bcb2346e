import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";

/** How far a drawing has come, as far as the backend tells. */
export type DrawProgress = {
  /** 0..1, or null when it can't say. */
  readonly fraction: number | null;
  /** One short line for the person ("Position 3 in the queue", "Drawing 12 of 48"). */
  readonly detail: string;
  readonly queuePosition: number | null;
  readonly etaSeconds: number | null;
};

/** A note that a backend leaves itself, kept with the take across restarts of the worker. */
export type Checkpoint = {
  /** What the last attempt left, or null. */
  read(): Promise<string | null>;
  /** Replaces it; resolves once it is durable, so that it may be called before waiting on remote work. */
  write(reference: string): Promise<void>;
};

export type DrawRequest = {
  readonly recipe: Recipe;
  /** The two drawings, fitted to `recipe.asked`. */
  readonly from: RawFrame;
  readonly to: RawFrame;
  /** Where the video goes. What lies beside it under the same name plus an ending is swept too. */
  readonly outputPath: string;
  readonly checkpoint: Checkpoint;
  /** May be called as often as it likes; the caller thins it out. */
  readonly onProgress: (progress: DrawProgress) => void;
  /** Called once the backend has drawn and only its video is still to be fetched: it may be given the next drawing. */
  readonly onDrawn?: () => void;
  /** Aborted on cancel, on loss of the claim and on shutdown: stop the remote work too where that is possible. */
  readonly signal: AbortSignal;
};

export type DrawResult = {
  /** What the person should know of this drawing; may be empty. */
  readonly notes: readonly string[];
};

export type PrepareRequest = Pick<DrawRequest, "recipe" | "from" | "to" | "signal">;

/** A drawing of which all has been sent to the backend that it needs, and nothing has been asked of it yet. */
export type PreparedDrawing = {
  /**
   * As `InBetweenBackend.draw`, once; `recipe` and drawings are those that it was prepared with.
   * @throws BackendError always and only
   */
  draw(request: Omit<DrawRequest, "recipe" | "from" | "to">): Promise<DrawResult>;
  /** Lets go of it, drawn or not. Never fails. */
  discard(): Promise<void>;
};

/** What draws a segment. Every implementation passes `tests/contracts/in-between-backend-contract.ts`. */
export type InBetweenBackend = {
  readonly description: BackendDescription;
  /**
   * Whether the video was encoded by Genga itself, so that this process may parse it. All else is parsed in a child
   * process only.
   */
  readonly isTrusted: boolean;
  /**
   * Draws the frames between two drawings into a video at `outputPath`. On failure nothing lies there.
   * @throws BackendError always and only
   */
  draw(request: DrawRequest): Promise<DrawResult>;
  /**
   * Sends what a drawing needs ahead of its turn; absent where that saves nothing.
   * @throws BackendError always and only
   */
  prepare?(request: PrepareRequest): Promise<PreparedDrawing>;
};
