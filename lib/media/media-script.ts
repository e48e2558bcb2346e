import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a script of this folder lies on disk, for starting it in a child process or thread. `GENGA_ROOT` is set by the
 * entry points, because a bundler may have moved this module away from its folder.
 */
export function mediaScript(name: string): string {
  const root = process.env["GENGA_ROOT"];
  return root
    ? join(root, "lib", "media", name)
    : join(dirname(fileURLToPath(import.meta.url)), name);
}
