import { ensureNextBuild } from "../../bin/platform/next-build.ts";

/** One production build for all browser tests of the run; the copies of the app that they start only serve it. */
export default async function setUp(): Promise<void> {
  await ensureNextBuild({ noBuild: false });
}
