/** Time stamps are rounded to milliseconds in some containers, which turns neighbouring frames' lengths by a quarter. */
const JITTER = 1.5;
/** No film has more frames a second, so that one odd pair of time stamps doesn't multiply all frames. */
const SHORTEST_SECONDS = 1 / 120;
/** Of all frames' lengths, sorted, this one is taken for the shortest: a few odd ones decide nothing. */
const SHORTEST_SHARE = 0.1;

export type Exposures = {
  /** For how many even frames each frame is shown, at least one each. */
  readonly counts: readonly number[];
  readonly framesPerSecond: number;
};

/**
 * How a video with frames at uneven times is shown as one with even frames, as animators expose a drawing on twos or
 * threes: an app that leaves out repeated frames means them to be seen all the same.
 * @param times when each frame begins, in seconds and rising; at least one
 * @param endSeconds when the last one ends
 */
export function exposuresOf(times: readonly number[], endSeconds: number): Exposures {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const lengths = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const even = { counts: times.map(() => 1), framesPerSecond: lengths.length / (last - first) };
  if (lengths.length === 0) return { ...even, framesPerSecond: 1 / (endSeconds - first) };
  const sorted = lengths.toSorted((a, b) => a - b);
  const shortest = sorted[Math.floor(sorted.length * SHORTEST_SHARE)] ?? 0;
  const longest = sorted.at(-1) ?? 0;
  if (longest <= shortest * JITTER) return even;
  const unit = Math.max(SHORTEST_SECONDS, shortest);
  const places = [...times, Math.max(endSeconds, last + unit)].map((time) =>
    Math.round((time - first) / unit),
  );
  const counts = times.map((_, index) =>
    Math.max(1, (places[index + 1] ?? 0) - (places[index] ?? 0)),
  );
  return { counts, framesPerSecond: 1 / unit };
}
