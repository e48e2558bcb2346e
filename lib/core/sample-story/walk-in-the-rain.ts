import { at, mix, mixPoint, SAMPLE_FRAME, scatter, strokeThrough, svgDocument } from "./svg.ts";
import type { Point } from "./svg.ts";

const INK = "#22283a";
const LINE = `stroke="${INK}" stroke-width="5"`;

/**
 * A girl with a red umbrella crosses a street at dusk.
 * @param progress 0 at the first key drawing of the scene, 1 at the last.
 * @returns an SVG document of the sample's frame.
 */
export function walkInTheRainSvg(progress: number): string {
  const walkerX = mix(318, 668, progress);
  return svgDocument([
    sky(),
    houses(mix(0, -120, progress)),
    street(progress),
    lamp(mix(812, 640, progress)),
    walker(walkerX, progress),
    rain(progress),
  ]);
}

function sky(): string {
  const { width, height } = SAMPLE_FRAME;
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#55617f"/>` +
    `<stop offset=".62" stop-color="#a9a4b3"/><stop offset="1" stop-color="#e2c3ae"/></linearGradient></defs>` +
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`
  );
}

function houses(shiftX: number): string {
  const next = scatter(11);
  const parts: string[] = [];
  let x = -60;
  while (x < SAMPLE_FRAME.width + 260) {
    const width = 110 + Math.round(next() * 70);
    const top = 170 + Math.round(next() * 110);
    const tone = ["#4a5370", "#566080", "#414963"][Math.floor(next() * 3)] ?? "#4a5370";
    const left = x + shiftX;
    parts.push(
      `<path d="M${at(left)} 452V${top}L${at(left + width / 2)} ${top - 46}L${at(left + width)} ${top}V452Z" ` +
        `fill="${tone}" stroke="${INK}" stroke-width="3.5" stroke-linejoin="round"/>`,
    );
    for (let row = 0; row < 3; row += 1) {
      for (const column of [0.22, 0.6]) {
        const isLit = next() > 0.55;
        parts.push(
          `<rect x="${at(left + width * column)}" y="${top + 26 + row * 58}" width="22" height="30" rx="2" ` +
            `fill="${isLit ? "#f6cf83" : "#333b54"}" stroke="${INK}" stroke-width="2.5"/>`,
        );
      }
    }
    x += width + 6;
  }
  return parts.join("");
}

function street(progress: number): string {
  const next = scatter(29);
  const shiftX = mix(0, -260, progress);
  const puddles = Array.from({ length: 7 }, (_, index) => {
    const x = index * 200 + next() * 70 + shiftX;
    const y = 500 + next() * 110;
    return `<ellipse cx="${at(x)}" cy="${at(y)}" rx="${at(52 + next() * 34)}" ry="${at(7 + next() * 6)}" fill="#8d93a8" opacity=".8"/>`;
  });
  return (
    `<rect y="450" width="1024" height="190" fill="#6b718a"/>` +
    `<path d="M0 452H1024" ${LINE}/><path d="M0 478H1024" stroke="#4b5169" stroke-width="4"/>${puddles.join("")}`
  );
}

function lamp(x: number): string {
  return (
    `<circle cx="${at(x)}" cy="206" r="96" fill="#ffdf9a" opacity=".22"/>` +
    `<circle cx="${at(x)}" cy="206" r="50" fill="#ffe6ae" opacity=".38"/>` +
    `<path d="M${at(x)} 236V474" stroke="${INK}" stroke-width="9" stroke-linecap="round"/>` +
    `<path d="M${at(x - 20)} 186H${at(x + 20)}L${at(x + 14)} 232H${at(x - 14)}Z" fill="#fff3cf" ${LINE} stroke-linejoin="round"/>`
  );
}

function walker(x: number, progress: number): string {
  const stride = Math.cos(progress * Math.PI * 2.5);
  const lift = Math.abs(Math.sin(progress * Math.PI * 2.5));
  const bob = -7 * lift;
  const hip: Point = [x, 428 + bob];
  const neck: Point = [x + 12, 322 + bob];
  return [
    shadow(x),
    leg(hip, -stride, lift, "#39415c"),
    leg(hip, stride, 1 - lift, "#454e6d"),
    coat(hip, neck),
    head(neck),
    umbrella(neck, progress),
  ].join("");
}

function shadow(x: number): string {
  return `<ellipse cx="${at(x + 6)}" cy="556" rx="104" ry="13" fill="#454b63" opacity=".75"/>`;
}

function leg(hip: Point, swing: number, lift: number, color: string): string {
  const foot: Point = [hip[0] + swing * 46, 548 - (swing < 0 ? 14 * lift : 4 * lift)];
  const knee = mixPoint(hip, foot, 0.5);
  const bent: Point = [knee[0] + 13, knee[1] - 2];
  const limb = (width: number, stroke: string) =>
    strokeThrough([hip, bent, foot], `stroke="${stroke}" stroke-width="${width}"`);
  const boot =
    `<path d="M${at(foot[0] - 14)} ${at(foot[1] - 22)}h24v12q18 2 20 14h-44z" fill="#d9a441" ` +
    `stroke="${INK}" stroke-width="4.5" stroke-linejoin="round"/>`;
  return limb(25, INK) + limb(16, color) + boot;
}

function coat(hip: Point, neck: Point): string {
  const path =
    `M${at(neck[0] - 24)} ${at(neck[1] + 6)}Q${at(neck[0] - 48)} ${at(neck[1] + 70)} ${at(hip[0] - 56)} ${at(hip[1] + 42)}` +
    `Q${at(hip[0])} ${at(hip[1] + 60)} ${at(hip[0] + 54)} ${at(hip[1] + 38)}` +
    `Q${at(neck[0] + 42)} ${at(neck[1] + 64)} ${at(neck[0] + 22)} ${at(neck[1] + 4)}Z`;
  return `<path d="${path}" fill="#f0c659" ${LINE} stroke-linejoin="round"/>`;
}

function head(neck: Point): string {
  const [x, y] = [neck[0] + 6, neck[1] - 38];
  return (
    `<circle cx="${at(x)}" cy="${at(y)}" r="39" fill="#f7dcc8" ${LINE}/>` +
    `<path d="M${at(x + 26)} ${at(y - 30)}Q${at(x - 50)} ${at(y - 70)} ${at(x - 48)} ${at(y + 34)}` +
    `Q${at(x - 20)} ${at(y + 30)} ${at(x - 12)} ${at(y - 8)}Q${at(x + 8)} ${at(y - 6)} ${at(x + 26)} ${at(y - 30)}Z" ` +
    `fill="#5a3b3a" ${LINE} stroke-linejoin="round"/>` +
    `<ellipse cx="${at(x + 18)}" cy="${at(y + 3)}" rx="4" ry="6.5" fill="${INK}"/>` +
    `<path d="M${at(x + 12)} ${at(y + 20)}q9 6 17 0" fill="none" stroke="${INK}" stroke-width="3.5" stroke-linecap="round"/>` +
    `<circle cx="${at(x + 4)}" cy="${at(y + 14)}" r="6" fill="#ee9d8d" opacity=".8"/>`
  );
}

function umbrella(neck: Point, progress: number): string {
  const hand: Point = [neck[0] + 44, neck[1] + 52];
  const tilt = Math.sin(progress * Math.PI * 2) * 6;
  const [tipX, tipY] = [hand[0] - 14 + tilt, hand[1] - 214];
  const rim = tipY + 92;
  const scallop = [-128, -64, 0, 64].map(
    (offset) => `Q${at(tipX + offset + 32)} ${at(rim - 22)} ${at(tipX + offset + 64)} ${at(rim)}`,
  );
  const canopy = `M${at(tipX - 128)} ${at(rim)}Q${at(tipX - 100)} ${at(tipY)} ${at(tipX)} ${at(tipY)}Q${at(tipX + 100)} ${at(tipY)} ${at(tipX + 128)} ${at(rim)}`;
  const back = [...scallop].reverse().length;
  return (
    `<path d="M${at(tipX)} ${at(tipY - 14)}L${at(hand[0])} ${at(hand[1] + 16)}" stroke="${INK}" stroke-width="6" stroke-linecap="round"/>` +
    strokeThrough(
      [[neck[0] + 6, neck[1] + 24], [neck[0] + 16, neck[1] + 62], hand],
      `stroke="${INK}" stroke-width="26"`,
    ) +
    strokeThrough(
      [[neck[0] + 6, neck[1] + 24], [neck[0] + 16, neck[1] + 62], hand],
      `stroke="#f0c659" stroke-width="17"`,
    ) +
    `<circle cx="${at(hand[0])}" cy="${at(hand[1])}" r="11" fill="#f7dcc8" ${LINE}/>` +
    `<path d="${canopy}" fill="#e2523c" ${LINE} stroke-linejoin="round"/>` +
    `<path d="M${at(tipX - 128)} ${at(rim)}${scallop.slice(0, back).join("")}" fill="#b83a2b" ${LINE} stroke-linejoin="round"/>` +
    [-64, 0, 64]
      .map(
        (offset) =>
          `<path d="M${at(tipX)} ${at(tipY)}Q${at(tipX + offset * 0.8)} ${at(tipY + 34)} ${at(tipX + offset)} ${at(rim)}" fill="none" stroke="${INK}" stroke-width="3"/>`,
      )
      .join("")
  );
}

function rain(progress: number): string {
  const next = scatter(7);
  const drops = Array.from({ length: 90 }, () => {
    const x = next() * 1120;
    const y = next() * 700 - 40;
    const length = 22 + next() * 26;
    const drift = progress * 26;
    return `M${at(x - drift * 0.35)} ${at(y + drift)}l${at(-length * 0.32)} ${at(length)}`;
  });
  return `<path d="${drops.join("")}" stroke="#eef1f7" stroke-width="2.6" stroke-linecap="round" opacity=".62"/>`;
}
