import { serveIsolated } from "./serve-isolated.ts";
import { sharp } from "./safe-sharp.ts";

// Only this process reads SVG, and only drawings that Genga made itself are sent to it.
sharp.unblock({ operation: ["VipsForeignLoadSvgBuffer"] });

serveIsolated<{ svg: string }, Uint8Array>(({ svg }) =>
  sharp(Buffer.from(svg)).flatten({ background: "#ffffff" }).png().toBuffer(),
);
