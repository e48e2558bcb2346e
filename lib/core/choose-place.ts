import { chooseBackend, type DrawingBackend, type HelpReason } from "./choose-backend.ts";

/** What becomes of a take that a worker has prepared for a backend's next place. */
export type PlaceChoice =
  | { readonly type: "draw"; readonly reason: HelpReason | null }
  | { readonly type: "wait" }
  | { readonly type: "let-go" };

/**
 * Whether a prepared take gets a place now. It is let go, back into its line, when another backend can draw it by now,
 * when the one that it was prepared for can't any more, and when a more pressing one waits.
 * @param options.backendId the backend that it was prepared for
 * @param options.headPriority of the first take in its line that nobody holds; null when there is none
 * @param options.backends the workspace's own in its order; `usedPlaces` counts drawings for this one, and for the others
 *   what is prepared for them too
 */
export function choosePlace(options: {
  askedBackendId: string;
  backendId: string;
  priority: number;
  headPriority: number | null;
  backends: readonly DrawingBackend[];
}): PlaceChoice {
  const { backendId, priority, headPriority, backends } = options;
  if (headPriority !== null && headPriority > priority) return { type: "let-go" };
  const choice = chooseBackend(options);
  if (choice) {
    return choice.backendId === backendId
      ? { type: "draw", reason: choice.reason }
      : { type: "let-go" };
  }
  const own = backends.find((one) => one.backendId === backendId);
  const isFull = own?.isEnabled === true && !own.isPaused && own.condition === "well";
  return { type: isFull ? "wait" : "let-go" };
}
