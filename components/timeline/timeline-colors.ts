import type { SegmentTone } from "./segment-look.ts";

/** The look of app/globals.css for the canvas, which can't read CSS variables while it draws. */
export const COLORS = {
  ground: "#0e0f11",
  ruler: "#15161a",
  rulerLine: "#3a3c42",
  rulerText: "#a3a6ae",
  line: "#27292e",
  card: "#1d1f24",
  cardHover: "#282b31",
  picture: "#101114",
  text: "#ededf0",
  muted: "#a6a9b1",
  faint: "#878a93",
  hold: "#3b3f49",
  holdLine: "#565b67",
  accent: "#ff6b4a",
  onAccent: "#1d0c07",
  select: "#5b9dff",
  selectFill: "rgba(91, 157, 255, 0.16)",
  ok: "#57c785",
  warn: "#f0b443",
  danger: "#ff7272",
  shade: "rgba(10, 11, 13, 0.72)",
} as const;

/** A segment's body where it has no filmstrip. */
export const TONE_FILL: Record<SegmentTone, string> = {
  cut: "#0e0f11",
  empty: "#131418",
  queued: "#1b2230",
  running: "#1b2636",
  waiting: "#2a2436",
  paused: "#1c1e23",
  failed: "#341a1d",
  stale: "#3a301a",
  ready: "#22332d",
};

/** The colour that says the state at a glance: stripes, ticks and pixel columns. */
export const TONE_MARK: Record<SegmentTone, string> = {
  cut: "#0e0f11",
  empty: "#3a3d44",
  queued: "#54739f",
  running: "#5b9dff",
  waiting: "#a48ad8",
  paused: "#7b7f8a",
  failed: "#ff7272",
  stale: "#f0b443",
  ready: "#4da873",
};

export const FONT_FAMILY =
  'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
export const FONTS = {
  small: `10px ${FONT_FAMILY}`,
  normal: `11px ${FONT_FAMILY}`,
  strong: `600 11px ${FONT_FAMILY}`,
  badge: `600 9px ${FONT_FAMILY}`,
} as const;
