import { changingCellSvg } from "./changing-cell.ts";
import { walkInTheRainSvg } from "./walk-in-the-rain.ts";

/** One key drawing of the sample story, drawn as SVG. */
export type SampleDrawing = {
  readonly fileName: string;
  readonly label: string;
  readonly action: string;
  readonly dialogue: string;
  readonly holdFrames: number;
  readonly svg: string;
  /** Whether a cut follows it. */
  readonly isLastOfShot: boolean;
};

const WALK_ACTIONS = [
  "She steps out; the rain has just begun.",
  "Passing the first puddle.",
  "The wind tugs at the umbrella.",
  "Under the lamp.",
  "She looks up for a moment.",
  "Nearly home.",
];

const CELL_ACTIONS = [
  "A cell at rest.",
  "The chromosomes line up.",
  "They are drawn apart.",
  "The waist closes.",
  "Two cells.",
];

/** A walk in the rain, then a changing cell: two shots, eleven key drawings, in the order of the film. */
export function sampleStory(): SampleDrawing[] {
  const walk = WALK_ACTIONS.map((action, index): SampleDrawing => {
    const isLast = index === WALK_ACTIONS.length - 1;
    return {
      fileName: `walk-${String(index + 1).padStart(2, "0")}.png`,
      label: `Walk ${index + 1}`,
      action,
      dialogue: index === 4 ? "“It smells of summer.”" : "",
      holdFrames: index === 0 || isLast ? 12 : 0,
      svg: walkInTheRainSvg(index / (WALK_ACTIONS.length - 1)),
      isLastOfShot: isLast,
    };
  });
  const cell = CELL_ACTIONS.map((action, index): SampleDrawing => {
    const isLast = index === CELL_ACTIONS.length - 1;
    return {
      fileName: `cell-${String(index + 1).padStart(2, "0")}.png`,
      label: `Cell ${index + 1}`,
      action,
      dialogue: "",
      holdFrames: index === 0 || isLast ? 12 : 0,
      svg: changingCellSvg(index / (CELL_ACTIONS.length - 1)),
      isLastOfShot: false,
    };
  });
  return [...walk, ...cell];
}
