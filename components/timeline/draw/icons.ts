/** Outlines on a 24-pixel grid, after Lucide (ISC licence). */
const OUTLINES = {
  scissors:
    "M9 6a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM8.12 8.12 12 12M20 4 8.12 15.88M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM14.8 14.8 20 20",
  pause: "M9 5v14M15 5v14",
  clock: "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0ZM12 6v6l4 2",
  plus: "M5 12h14M12 5v14",
  alert:
    "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
  refresh:
    "M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8M21 3v5h-5M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16M8 16H3v5",
  image:
    "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM11 9a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM21 15l-3.09-3.09a2 2 0 0 0-2.82 0L6 21",
} as const;

export type IconName = keyof typeof OUTLINES;
const paths = new Map<IconName, Path2D>();

/** Draws an icon with its middle at a point. */
export function drawIcon(
  context: CanvasRenderingContext2D,
  icon: { name: IconName; x: number; y: number; sizePx: number; color: string },
): void {
  const path = paths.get(icon.name) ?? new Path2D(OUTLINES[icon.name]);
  paths.set(icon.name, path);
  const scale = icon.sizePx / 24;
  context.save();
  context.translate(icon.x - icon.sizePx / 2, icon.y - icon.sizePx / 2);
  context.scale(scale, scale);
  context.strokeStyle = icon.color;
  context.lineWidth = 2;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(path);
  context.restore();
}
