import { GengaError } from "#lib/core/errors.ts";
import { createIsolatedPool } from "./isolated-pool.ts";

const pool = createIsolatedPool({
  script: "svg-child.ts",
  processes: 1,
  memoryMb: 800,
  timeoutMs: 20_000,
  refuse: (_end, log) =>
    new GengaError("internal", "The sample could not be drawn. Nothing was added.", { log }),
});

/**
 * Draws an SVG of Genga's own making as a PNG at the size that it says. Never for files from outside: those are
 * refused as SVG by `importImage`.
 * @throws GengaError `internal`
 */
export function renderSvg(svg: string): Promise<Uint8Array> {
  return pool.request<Uint8Array>({ svg });
}
