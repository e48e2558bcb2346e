/** Small parts that every drawer uses. Each leaves the context's transform and clip as they were. */

export function fillRounded(
  context: CanvasRenderingContext2D,
  rect: { x: number; y: number; width: number; height: number; radius: number },
): void {
  context.beginPath();
  context.roundRect(rect.x, rect.y, Math.max(0, rect.width), rect.height, rect.radius);
  context.fill();
}

/** An outline that lies wholly inside (`inset` > 0) or outside (`inset` < 0) of the rectangle. */
export function strokeRounded(
  context: CanvasRenderingContext2D,
  rect: { x: number; y: number; width: number; height: number; radius: number; inset: number },
): void {
  const { inset } = rect;
  context.beginPath();
  context.roundRect(
    rect.x + inset,
    rect.y + inset,
    Math.max(0, rect.width - 2 * inset),
    Math.max(0, rect.height - 2 * inset),
    Math.max(0, rect.radius - inset),
  );
  context.stroke();
}

const fitted = new Map<string, string>();
const MAX_FITTED = 2_000;

/** The text, or as much of it as fits with an ellipsis; measured once for each text, font and width. */
export function fitText(
  context: CanvasRenderingContext2D,
  text: string,
  maxWidthPx: number,
): string {
  const width = Math.floor(maxWidthPx / 4) * 4;
  if (width <= 0 || text === "") return "";
  const key = `${context.font}|${width}|${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size >= MAX_FITTED) fitted.clear();
  const result = measure(context, text.slice(0, 200), width);
  fitted.set(key, result);
  return result;
}

function measure(context: CanvasRenderingContext2D, text: string, widthPx: number): string {
  if (context.measureText(text).width <= widthPx) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = `${text.slice(0, middle).trimEnd()}…`;
    if (context.measureText(part).width <= widthPx) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${text.slice(0, low).trimEnd()}…`;
}

/** A small filled label; gives the width that it took. */
export function drawPill(
  context: CanvasRenderingContext2D,
  pill: {
    text: string;
    x: number;
    y: number;
    height: number;
    fill: string;
    color: string;
    font: string;
  },
): number {
  context.font = pill.font;
  const width = Math.ceil(context.measureText(pill.text).width) + 10;
  context.fillStyle = pill.fill;
  fillRounded(context, { ...pill, width, radius: pill.height / 2 });
  context.fillStyle = pill.color;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(pill.text, pill.x + 5, pill.y + pill.height / 2 + 0.5);
  return width;
}
