import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The absolute path of the checkout. */
export const projectRoot: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** An absolute path inside the checkout. */
export function projectPath(...parts: string[]): string {
  return join(projectRoot, ...parts);
}
