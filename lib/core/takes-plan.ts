/** What one backend would have to do for a request. */
export type BackendPlan = {
  /** The backend that is asked. */
  readonly backendId: string;
  /** Drawings that have to be made: equal pairs in the request are drawn once. */
  readonly count: number;
  /** Takes of this backend that need no drawing of their own, as an equal one is there or is drawn along. */
  readonly reusedCount: number;
  /** Of `count`, those that another backend would draw as things stand, since this one can't. */
  readonly fallbackCount: number;
  readonly fallbackBackendId: string | null;
  /** Until it is all drawn with nothing else in the way; null where no drawing has told the time of one yet. */
  readonly estimateMs: number | null;
  /** GPU seconds of the quota; null where nothing has told what one drawing asks for. */
  readonly quotaSeconds: number | null;
};

/** What a request for takes would come to, before it is made. */
export type TakesPlan = {
  /** By backend, in the workspace's order, the draft first; only those that are asked for something. */
  readonly draws: readonly BackendPlan[];
  /** Segments that get an equal or an earlier take at no cost. */
  readonly reused: number;
  /** Segments that need nothing: cuts, current ones, and those with work under way. */
  readonly skipped: number;
};
