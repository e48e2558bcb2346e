import type { BackendError } from "./backend-error.ts";

/** What backends say of takes, and what is true of a trial in its place; the words come from this folder alone. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/The take tries again by itself\./g, "Try it again in a few minutes."],
  [/The take goes on by itself when there is more\./g, "Try it again when there is more."],
  [/ Your drawings and other takes are safe\./g, ""],
  [/: a take asks for/g, ": a drawing asks for"],
  [/draw this take/g, "draw the two sample drawings"],
  [/ Make the project's frame smaller, or use another backend\./g, " Use another backend."],
  [/, or choose another backend\./g, ", or add another backend."],
  [/; choose another backend until then\./g, "; use another backend until then."],
];

/** Why a trial failed, for somebody who looks at a dialog: what takes do by themselves, a trial doesn't. */
export function trialMessage({ userMessage }: BackendError): string {
  return REWORDED.reduce((text, [from, to]) => text.replace(from, to), userMessage);
}
