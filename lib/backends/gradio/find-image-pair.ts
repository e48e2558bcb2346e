import type { GradioParameter } from "./gradio-app.ts";
import { wordsOf } from "./parameter-role.ts";

const FIRST_WORDS = ["first", "start", "begin", "beginning", "initial", "from", "1"];
const LAST_WORDS = ["last", "end", "tail", "final", "to", "2", "second"];
/** Images that say what to draw, not where the motion begins or ends. */
const OTHER_WORDS = [
  "mask",
  "pose",
  "style",
  "reference",
  "ref",
  "face",
  "control",
  "garment",
  "depth",
  "audio",
];

export type ImagePair =
  | {
      readonly first: string;
      readonly last: string;
      /** By their names; else only by their order. */
      readonly isCertain: boolean;
    }
  | { readonly refusal: string };

/** Which two images of an endpoint are the first and the last. */
export function findImagePair(parameters: readonly GradioParameter[]): ImagePair {
  const images = parameters.filter(({ component }) => component === "image");
  if (images.length === 0) return { refusal: "It takes no images." };
  if (images.length === 1)
    return { refusal: "It takes one image only; drawing between two needs a first and a last." };
  const says = (words: readonly string[]) => (image: GradioParameter) =>
    hasWord(image.name, words) ||
    (hasWord(image.label, words) && !hasWord(image.name, [...FIRST_WORDS, ...LAST_WORDS]));
  const usable = images.filter((image) => !says(OTHER_WORDS)(image));
  const lasts = usable.filter(says(LAST_WORDS));
  const firsts = usable.filter((image) => says(FIRST_WORDS)(image) && !lasts.includes(image));
  const [last] = lasts;
  const [first] = firsts;
  if (last && lasts.length === 1 && first && firsts.length === 1)
    return { first: first.name, last: last.name, isCertain: true };
  const [one, two] = usable;
  if (images.length > 2)
    return {
      refusal: `It takes ${images.length} images, and which are the first and the last isn't clear.`,
    };
  if (!one || !two)
    return {
      refusal: "One of its two images is a mask, a style or the like, not a second drawing.",
    };
  // One of two is named: the other is its counterpart.
  if (last && lasts.length === 1)
    return { first: (one === last ? two : one).name, last: last.name, isCertain: true };
  if (first && firsts.length === 1)
    return { first: first.name, last: (one === first ? two : one).name, isCertain: true };
  return { first: one.name, last: two.name, isCertain: false };
}

function hasWord(text: string, words: readonly string[]): boolean {
  return wordsOf(text).some((word) => words.includes(word));
}
