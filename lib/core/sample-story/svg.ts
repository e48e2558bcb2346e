/** The frame that the sample story is drawn in. */
export const SAMPLE_FRAME = { width: 1024, height: 640 } as const;

export type Point = readonly [x: number, y: number];

/** A coordinate with one decimal: the drawings are the same text on every machine. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

export function mixPoint(a: Point, b: Point, t: number): Point {
  return [mix(a[0], b[0], t), mix(a[1], b[1], t)];
}

/** 0 before `from`, 1 after `to`, and a soft S between. */
export function smoothBetween(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** A stroke through points, its corners rounded by quadratic curves between the midpoints. */
export function strokeThrough(points: readonly Point[], attributes: string): string {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (!first || !last) return "";
  const curve = rest.slice(0, -1).map((point, index) => {
    const middle = mixPoint(point, rest[index + 1] ?? point, 0.5);
    return `Q${at(point[0])} ${at(point[1])} ${at(middle[0])} ${at(middle[1])}`;
  });
  const path = `M${at(first[0])} ${at(first[1])}${curve.join("")}L${at(last[0])} ${at(last[1])}`;
  return `<path d="${path}" fill="none" stroke-linecap="round" stroke-linejoin="round" ${attributes}/>`;
}

/** A closed smooth outline through points on a ring. */
export function blob(points: readonly Point[], attributes: string): string {
  const count = points.length;
  const middles = points.map((point, index) =>
    mixPoint(point, points[(index + 1) % count] ?? point, 0.5),
  );
  const start = middles.at(-1);
  if (!start) return "";
  const curves = points.map((point, index) => {
    const middle = middles[index] ?? point;
    return `Q${at(point[0])} ${at(point[1])} ${at(middle[0])} ${at(middle[1])}`;
  });
  return `<path d="M${at(start[0])} ${at(start[1])}${curves.join("")}Z" ${attributes}/>`;
}

/**
 * A fixed stream of numbers in 0..1 (mulberry32, by Tommy Ettinger, public domain): rain and stipple look random and
 * are the same in every run.
 */
export function scatter(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Wraps drawn parts into one SVG document of the sample's frame. */
export function svgDocument(parts: readonly string[]): string {
  const { width, height } = SAMPLE_FRAME;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}">${parts.join("")}</svg>`
  );
}
