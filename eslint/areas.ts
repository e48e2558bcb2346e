/** The areas of the house, lower ones first; a path belongs to the first pattern that fits. */
const areaPatterns = [
  ["core", /^lib\/core\//],
  ["media", /^lib\/media\//],
  ["storage", /^lib\/storage\//],
  ["db", /^lib\/db\//],
  ["backends", /^lib\/backends\//],
  ["auth", /^lib\/auth\//],
  ["realtime protocol", /^lib\/realtime\/[^/]+$/],
  ["realtime browser", /^lib\/realtime\/browser\//],
  ["realtime server", /^lib\/realtime\/server\//],
  ["queue", /^lib\/jobs\/(definitions\/|job-queue\.)/],
  ["job handlers", /^lib\/jobs\//],
  ["projects", /^lib\/projects\//],
  ["headless", /^lib\/headless\//],
  ["settings", /^lib\/(env|log)\./],
  ["interface parts", /^components\/ui\//],
  ["components", /^components\//],
  ["app", /^app\//],
  ["prisma", /^prisma(\/|\.config)/],
  ["bin", /^bin\//],
  ["tests", /^tests\//],
] as const;

/** An area's name. */
export type Area = (typeof areaPatterns)[number][0];

const floor: readonly Area[] = ["core", "settings"];
const parts: readonly Area[] = [
  ...floor,
  "media",
  "storage",
  "db",
  "backends",
  "auth",
  "queue",
  "realtime protocol",
];

/** What each area may import besides itself: an import points down or stays in its folder. */
export const arrows: Readonly<Record<Area, readonly Area[]>> = {
  core: [],
  settings: [],
  media: floor,
  storage: floor,
  db: floor,
  backends: [...floor, "media"],
  auth: [...floor, "db"],
  queue: [...floor, "db"],
  "realtime protocol": ["core"],
  "realtime browser": ["core", "realtime protocol"],
  projects: parts,
  "job handlers": [...parts, "projects"],
  "realtime server": [...parts, "projects"],
  headless: [...floor, "media", "backends", "storage"],
  "interface parts": ["core", "realtime browser"],
  components: ["core", "realtime protocol", "realtime browser", "interface parts"],
  app: [
    ...floor,
    "storage",
    "auth",
    "projects",
    "realtime server",
    "realtime protocol",
    "realtime browser",
    "components",
    "interface parts",
  ],
  prisma: [...floor, "bin"],
  bin: [...parts, "projects", "job handlers", "realtime server", "headless", "prisma"],
  tests: areaPatterns.map(([name]) => name),
};

/** Single files that one area may import although the arrow is closed. */
export const exceptions: readonly { area: Area; file: RegExp }[] = [
  // Names an outage for the answer to the browser; it reads nothing.
  { area: "app", file: /^lib\/db\/database-away\./ },
];

/** How to mend a closed arrow, by the area that was reached for. */
export const fixes: Readonly<Partial<Record<Area, string>>> = {
  db: "Call a use case in lib/projects, whose first line checks access.",
  storage: "Call a use case in lib/projects.",
  media: "Do the work in a job handler, or move what is pure to lib/core.",
  backends: "Go through lib/projects or a job handler.",
  queue: "Let a use case in lib/projects enqueue the job in its transaction.",
  projects: "Turn it round: let lib/projects call this, or move what both need down to lib/core.",
  auth: "Check access in the use case (lib/projects) and hand down what was found.",
  "job handlers":
    "Enqueue a job by its definition (lib/jobs/definitions); only bin/worker.ts runs handlers.",
  "realtime server":
    "Only bin and app know the realtime server; share types through lib/realtime/protocol.ts.",
  "realtime browser": "This is for the browser; share types through lib/realtime/protocol.ts.",
  components: "Parts in components/ui know no feature: pass what differs as props.",
  settings: "Pass the value in as an argument: this area reads no environment and writes no log.",
  app: "Routes import, and are not imported: move what is shared to lib or components.",
  tests: "What the program needs does not live in tests.",
};

/** The one area (or more) that may import a package; tests and benches may import any. */
export const packageOwners: readonly { package: RegExp; areas: readonly Area[]; fix: string }[] = [
  {
    package: /^(@prisma\/client|@prisma\/adapter-pg)/,
    areas: ["db", "prisma"],
    fix: "Use the functions of lib/db.",
  },
  {
    package: /^konva(\/|$)/,
    areas: ["components"],
    fix: "Only components/timeline draws with Konva.",
  },
  {
    package: /^ws$/,
    areas: ["realtime server"],
    fix: "Use lib/realtime: its server side owns the socket.",
  },
  { package: /^sharp$/, areas: ["media"], fix: "Use the functions of lib/media." },
  { package: /^pg-boss$/, areas: ["queue", "job handlers"], fix: "Use lib/jobs/job-queue.ts." },
  {
    package: /^mediabunny$/,
    areas: ["media", "components"],
    fix: "Use lib/media, or components/preview in the browser.",
  },
  { package: /^@napi-rs\/webcodecs$/, areas: ["media"], fix: "Use the functions of lib/media." },
  { package: /^@techstark\/opencv-js$/, areas: ["media"], fix: "Use the functions of lib/media." },
  {
    package: /^@gradio\/client/,
    areas: ["backends"],
    fix: "Use the backend's port in lib/backends.",
  },
  {
    package: /^undici$/,
    areas: ["backends"],
    fix: "Use lib/backends/outbound, which checks addresses.",
  },
  { package: /^pg$/, areas: ["db", "prisma", "bin"], fix: "Use the functions of lib/db." },
  {
    package: /^better-auth/,
    areas: ["auth", "app", "components"],
    fix: "Use the functions of lib/auth.",
  },
];

/** Folders inside an area that alone may import a package of that area. */
export const packageFolders: readonly { package: RegExp; area: Area; folder: RegExp }[] = [
  { package: /^konva(\/|$)/, area: "components", folder: /^components\/timeline\// },
  { package: /^mediabunny$/, area: "components", folder: /^components\/preview\// },
];

/** All that lib/core may import from outside: pure arithmetic on plain data. */
export const corePackages = /^(zod|fractional-indexing|natural-orderby|@noble\/hashes)(\/|$)/;

/** The area of a path relative to the project, with `/` between its parts. */
export function areaOf(path: string): Area | undefined {
  return areaPatterns.find(([, pattern]) => pattern.test(path))?.[0];
}
