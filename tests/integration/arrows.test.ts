import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { beforeAll, expect, test } from "vitest";

import { projectPath, projectRoot } from "../../bin/platform/project-root.ts";

let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({
    cwd: projectRoot,
    // The snippets are no files of the project, so rules that ask the compiler are left out.
    overrideConfig: [
      {
        files: ["**/*.{ts,tsx}"],
        ...tseslint.configs.disableTypeChecked,
        languageOptions: { parserOptions: { projectService: false } },
      },
    ],
  });
}, 60_000);

/** The messages of the house's own rules for a file with that content. */
async function lint(path: string, text: string): Promise<string> {
  const [result] = await eslint.lintText(text, { filePath: projectPath(path) });
  return (result?.messages ?? []).map((one) => `${one.ruleId ?? ""}: ${one.message}`).join("\n");
}

test.each([
  ["lib/core/x.ts", 'import { client } from "#lib/db/client.ts"; client();', "must not import db"],
  [
    "lib/core/x.ts",
    'import type { Services } from "../projects/services.ts"; export type X = Services;',
    "must not import projects",
  ],
  ["lib/core/x.ts", 'import { readFile } from "node:fs"; readFile("", () => {});', "is pure"],
  ["lib/core/x.ts", 'import { useState } from "react"; useState();', "is pure"],
  ["lib/storage/x.ts", 'import { f } from "#lib/projects/services.ts"; f();', "Turn it round"],
  ["lib/media/x.ts", 'import { f } from "#lib/db/client.ts"; f();', "use case in lib/projects"],
  [
    "lib/realtime/browser/x.ts",
    'import { f } from "../server/room.ts"; f();',
    "lib/realtime/protocol.ts",
  ],
  [
    "components/timeline/x.tsx",
    'import { f } from "#lib/projects/services.ts"; f();',
    "must not import projects",
  ],
  ["components/ui/x.tsx", 'import { f } from "../timeline/scene.ts"; f();', "no feature"],
  ["app/x.tsx", 'import { f } from "#lib/db/client.ts"; f();', "whose first line checks access"],
  [
    "lib/projects/x.ts",
    'export { f } from "#lib/jobs/takes/draw-take.ts";',
    "only bin/worker.ts runs handlers",
  ],
  [
    "lib/projects/x.ts",
    'export const f = () => import("#lib/jobs/takes/draw-take.ts");',
    "only bin/worker.ts runs handlers",
  ],
])("%s may not: %s", async (path, text, why) => {
  expect(await lint(path, text)).toContain(why);
});

test.each([
  ["lib/projects/x.ts", "@prisma/client", "lib/db"],
  ["lib/projects/x.ts", "#lib/db/generated/client.ts", "lib/db"],
  ["components/editor/x.tsx", "konva", "components/timeline"],
  ["lib/projects/x.ts", "undici", "lib/backends/outbound"],
  ["components/timeline/x.tsx", "mediabunny", "components/preview"],
  ["lib/projects/x.ts", "sharp", "lib/media"],
  ["lib/projects/x.ts", "pg-boss", "lib/jobs"],
  ["lib/projects/x.ts", "ws", "lib/realtime"],
  ["lib/backends/x.ts", "@techstark/opencv-js", "lib/media"],
])("%s may not import %s, and is told of %s", async (path, name, fix) => {
  expect(await lint(path, `import { x } from "${name}"; x();`)).toContain(fix);
});

test.each([
  "Date.now()",
  "new Date()",
  "Math.random()",
  "fetch('')",
  "crypto.randomUUID()",
  "window.name",
  "process.env",
  "setTimeout(() => {}, 1)",
])("lib/core has no %s", async (expression) => {
  expect(await lint("lib/core/x.ts", `export const x = () => ${expression};`)).toContain(
    "no-restricted",
  );
  expect(await lint("lib/media/x.ts", `export const x = () => ${expression};`)).not.toContain(
    "no-restricted",
  );
});

test("a date made from a given time is no clock", async () => {
  expect(await lint("lib/core/x.ts", "export const x = (ms: number) => new Date(ms);")).toBe("");
});

test("barrels, drawers, export * and default exports are refused", async () => {
  expect(await lint("lib/media/index.ts", "export const x = 1;")).toContain("No barrels");
  expect(await lint("lib/media/utils.ts", "export const x = 1;")).toContain("odds and ends");
  expect(await lint("lib/media/x.ts", 'export * from "./fit-to-frame.ts";')).toContain("export *");
  expect(await lint("lib/media/x.ts", "export default 1;")).toContain("no-default-export");
});

test("a cycle of imports is refused, through #lib paths too", async () => {
  // bin/platform/file-lock.ts is imported by postgres-orphan.ts, which this text imports back.
  const text =
    'import { stopOrphanedPostgres } from "./postgres-orphan.ts"; export const isProcessAlive = stopOrphanedPostgres;';
  expect(await lint("bin/platform/file-lock.ts", text)).toContain("import-x/no-cycle");
  const viaHash =
    'import { liveAsChild } from "#bin/platform/live-as-child.ts"; export const log = liveAsChild;';
  expect(await lint("lib/log.ts", viaHash)).toContain("import-x/no-cycle");
});

test("a file of more than 300 lines is refused", async () => {
  const text = Array.from({ length: 301 }, (_, index) => `export const x${index} = ${index};`).join(
    "\n",
  );
  expect(await lint("lib/media/x.ts", text)).toContain("max-lines");
});

test("what the design allows passes", async () => {
  expect(await lint("lib/projects/x.ts", 'import { f } from "#lib/db/client.ts"; f();')).toBe("");
  expect(
    await lint("components/timeline/x.tsx", 'import Konva from "konva"; Konva.toString();'),
  ).toBe("");
  expect(await lint("app/x.tsx", 'import { f } from "#lib/projects/services.ts"; f();')).toBe("");
  expect(await lint("lib/core/x.ts", 'import { z } from "zod"; export const x = z.string();')).toBe(
    "",
  );
});
