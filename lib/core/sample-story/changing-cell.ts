import { at, blob, mix, SAMPLE_FRAME, scatter, smoothBetween, svgDocument } from "./svg.ts";
import type { Point } from "./svg.ts";

const INK = "#173b3f";

/**
 * A cell under the microscope rounds, draws its chromosomes apart and becomes two.
 * @param progress 0 at the first key drawing of the scene, 1 at the last.
 * @returns an SVG document of the sample's frame.
 */
export function changingCellSvg(progress: number): string {
  const apart = smoothBetween(0.1, 1, progress);
  return svgDocument([
    slide(),
    neighbours(progress),
    membrane(apart),
    grains(apart),
    nuclei(apart),
    chromosomes(apart),
    eyepiece(),
  ]);
}

function slide(): string {
  return (
    `<defs><radialGradient id="light" cx=".5" cy=".5" r=".62"><stop offset="0" stop-color="#f4faf3"/>` +
    `<stop offset=".7" stop-color="#d7ebe2"/><stop offset="1" stop-color="#9fc4bd"/></radialGradient></defs>` +
    `<rect width="${SAMPLE_FRAME.width}" height="${SAMPLE_FRAME.height}" fill="url(#light)"/>`
  );
}

function neighbours(progress: number): string {
  const drift = progress * 22;
  const others: readonly (readonly [number, number, number])[] = [
    [150, 140, 74],
    [884, 122, 60],
    [128, 528, 58],
    [902, 520, 80],
  ];
  return others
    .map(
      ([x, y, radius], index) =>
        `<g opacity=".55"><circle cx="${at(x + (index % 2 ? -drift : drift) * 0.6)}" cy="${at(y + drift * 0.4)}" r="${radius}" ` +
        `fill="#bfe0d3" stroke="${INK}" stroke-width="4"/>` +
        `<circle cx="${at(x + 8 + (index % 2 ? -drift : drift) * 0.6)}" cy="${at(y - 6 + drift * 0.4)}" r="${at(radius * 0.36)}" fill="#8cbfb4" stroke="${INK}" stroke-width="3"/></g>`,
    )
    .join("");
}

/** Two circles that part: a Cassini-like outline with a waist that closes as they do. */
function membrane(apart: number): string {
  const offset = mix(0, 152, apart);
  const radius = mix(196, 148, apart);
  const waist = 1 - 0.985 * smoothBetween(0.35, 1, apart);
  const points = Array.from({ length: 48 }, (_, index): Point => {
    const angle = (index / 48) * Math.PI * 2;
    const x = Math.cos(angle) * (radius + offset);
    const nearWaist = Math.exp(-((x / mix(74, 46, apart)) ** 2));
    const lobe = radius * Math.sqrt(Math.max(0, 1 - ((Math.abs(x) - offset) / radius) ** 2));
    const round = radius * Math.abs(Math.sin(angle));
    const height = mix(round, Math.abs(x) > offset ? lobe : radius, smoothBetween(0, 0.5, apart));
    return [512 + x, 320 + Math.sign(Math.sin(angle)) * height * mix(1, waist, nearWaist)];
  });
  return (
    blob(points, `fill="#a9dcc6" stroke="${INK}" stroke-width="7" stroke-linejoin="round"`) +
    blob(
      points.map(([x, y]): Point => [512 + (x - 512) * 0.94, 320 + (y - 320) * 0.93]),
      `fill="#c4ebd6" opacity=".9"`,
    )
  );
}

function grains(apart: number): string {
  const next = scatter(5);
  return Array.from({ length: 34 }, () => {
    const angle = next() * Math.PI * 2;
    const reach = 96 + next() * 62;
    const side = Math.cos(angle) < 0 ? -1 : 1;
    const x = 512 + Math.cos(angle) * reach * mix(1, 0.72, apart) + side * 150 * apart;
    const y = 320 + Math.sin(angle) * reach * mix(1, 0.7, apart);
    return `<circle cx="${at(x)}" cy="${at(y)}" r="${at(3.5 + next() * 5)}" fill="#6fb59b" stroke="${INK}" stroke-width="2"/>`;
  }).join("");
}

function nuclei(apart: number): string {
  const fade = 1 - smoothBetween(0.02, 0.4, apart) + smoothBetween(0.75, 1, apart);
  const offset = mix(0, 152, smoothBetween(0.4, 1, apart));
  const radius = mix(78, 56, apart);
  return [-1, 1]
    .map(
      (side) =>
        `<circle cx="${at(512 + side * offset)}" cy="320" r="${at(radius)}" fill="#e9a7b4" ` +
        `opacity="${at(Math.min(1, Math.max(0.12, fade)))}" stroke="${INK}" stroke-width="5"/>`,
    )
    .join("");
}

function chromosomes(apart: number): string {
  const rows = [-46, -16, 16, 46];
  const spread = mix(9, 150, smoothBetween(0.15, 0.95, apart));
  const bend = mix(0, 20, smoothBetween(0.1, 0.6, apart));
  const tone = ["#8f2f52", "#b0446a", "#7d2a5f", "#a23a4a"];
  return rows
    .flatMap((row, index) =>
      [-1, 1].map((side) => {
        const x = 512 + side * spread;
        const y = 320 + row * mix(1, 0.62, apart);
        return (
          `<path d="M${at(x - side * bend)} ${at(y - 17)}Q${at(x + side * bend * 0.6)} ${at(y)} ${at(x - side * bend)} ${at(y + 17)}" ` +
          `fill="none" stroke="${tone[index] ?? INK}" stroke-width="11" stroke-linecap="round"/>`
        );
      }),
    )
    .join("");
}

function eyepiece(): string {
  return (
    `<path fill-rule="evenodd" d="M0 0H1024V640H0ZM512 -92A412 412 0 1 1 511.9 -92Z" fill="#0d2226" opacity=".86"/>` +
    `<circle cx="512" cy="320" r="412" fill="none" stroke="#0a1a1d" stroke-width="10"/>`
  );
}
