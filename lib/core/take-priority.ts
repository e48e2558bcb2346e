/** Segments that a request may name to be drawn before its others. */
export const MAX_FIRST_SEGMENTS = 500;

/** Far from the column's own end. */
const HIGHEST = 2_000_000_000;

/** The priority of the segment that a request names at this place (from 0) as one of its first; all others have 0. */
export function firstPriority(place: number): number {
  return Math.max(1, MAX_FIRST_SEGMENTS - place);
}

/**
 * The priorities of takes that a person moves before all others, in order: above whatever a request can name.
 * @param options.highest the highest priority among the takes that they are to come before
 */
export function frontPriorities(options: { count: number; highest: number }): number[] {
  const { count, highest } = options;
  const below = Math.min(Math.max(highest, MAX_FIRST_SEGMENTS), HIGHEST - count);
  return Array.from({ length: count }, (_, index) => below + count - index);
}
