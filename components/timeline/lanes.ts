/** A horizontal band of the timeline, in CSS pixels from its top. */
export type Lane = { readonly top: number; readonly height: number };

/**
 * How the height is shared out.
 *
 * ```
 *   ruler      │ 0:00:00        0:02:00 │
 *   shots      │ ┌ Shot 1 ───────────┐  │   only when there is a cut
 *   cards      │ ▣      ▣      ▣        │
 *   segments   │ █▤▤▤▤▤▤█▤▤▤▤▤▤█        │
 *   scrollbar  │ ▬▬▬▬▬                  │
 * ```
 */
export type Lanes = {
  readonly height: number;
  readonly ruler: Lane;
  readonly shots: Lane | null;
  readonly cards: Lane;
  readonly segments: Lane;
  readonly scrollbar: Lane;
  /** A card at its full size; the label strip is below the picture and may be missing where height is scarce. */
  readonly cardWidthPx: number;
  readonly thumbHeightPx: number;
  readonly labelHeightPx: number;
};

const RULER_PX = 24;
const SHOTS_PX = 20;
const SCROLLBAR_PX = 10;
const LABEL_PX = 17;

/** @param options.aspect width of the project's frame by its height. */
export function lanesOf(options: { heightPx: number; aspect: number; hasShots: boolean }): Lanes {
  const { heightPx, aspect, hasShots } = options;
  const ruler = { top: 0, height: RULER_PX };
  const shots = hasShots ? { top: RULER_PX + 2, height: SHOTS_PX } : null;
  const top = RULER_PX + (shots ? SHOTS_PX + 2 : 0) + 8;
  const gap = 5;
  const bottom = SCROLLBAR_PX + 5;
  const free = Math.max(40, heightPx - top - gap - bottom);
  const segmentHeight = clamp(Math.round(free * 0.4), 16, 104);
  const cardHeight = clamp(free - segmentHeight, 20, 190);
  // What is left over when both lanes are at their largest goes above and below, so that the track sits in the middle.
  const spare = Math.max(0, Math.floor((free - segmentHeight - cardHeight) / 2));
  const labelHeightPx = cardHeight >= 58 ? LABEL_PX : 0;
  const thumbHeightPx = cardHeight - labelHeightPx;
  const cards = { top: top + spare, height: cardHeight };
  return {
    height: heightPx,
    ruler,
    shots,
    cards,
    segments: { top: cards.top + cardHeight + gap, height: segmentHeight },
    scrollbar: { top: heightPx - SCROLLBAR_PX - 2, height: SCROLLBAR_PX },
    cardWidthPx: Math.round(clamp(thumbHeightPx * aspect, 30, 300)),
    thumbHeightPx,
    labelHeightPx,
  };
}

export function isInLane(lane: Lane | null, y: number): boolean {
  return lane !== null && y >= lane.top && y < lane.top + lane.height;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
