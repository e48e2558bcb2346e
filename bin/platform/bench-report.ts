/** One measured figure, beside what it must hold and what a peer does in the same run. */
export type BenchFigure = {
  /** What was measured, in a few words. */
  what: string;
  /** The figure with its unit, for example `1.42 s`. */
  value: string;
  /** The same of a peer in the same run, for example `ffmpeg concat 3.9 s`. */
  peer?: string;
  /** The ratio to the peer, below 1 is better. */
  ratio?: number;
  /** The limit of the design, for example `≤ 0.4 ×`. */
  limit?: string;
  /** Whether the limit is held; left out when there is none. */
  holds?: boolean;
};

/** What a bench gets: it calls this once for each figure. */
export type BenchReport = (figure: BenchFigure) => void;

const titles = ["what", "measured", "peer", "ratio", "limit", "holds"];

function toCells(figure: BenchFigure): string[] {
  const { what, value, peer = "", ratio, limit = "", holds } = figure;
  const verdict = holds === undefined ? "" : holds ? "yes" : "NO";
  return [what, value, peer, ratio === undefined ? "" : ratio.toFixed(2), limit, verdict];
}

/** The figures as a table for the terminal (and for Markdown). */
export function formatFigures(figures: BenchFigure[]): string {
  const rows = [titles, ...figures.map(toCells)];
  const widths = titles.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(rows[0] ?? []), rule, ...rows.slice(1).map(line)].join("\n");
}
