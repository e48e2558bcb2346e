import { glob } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..", "..");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

export type ApiHandler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/** One method of one route file, as Next would call it. */
export type ApiRoute = {
  /** `POST /api/projects/[projectId]/images` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly handle: ApiHandler;
};

/** Every route handler under app/api, found on the disk, so that a new one can't be forgotten. */
export async function findApiRoutes(): Promise<ApiRoute[]> {
  const routes: ApiRoute[] = [];
  for await (const file of glob("app/api/**/route.{ts,tsx}", { cwd: root })) {
    const path = `/${file.slice("app/".length).replace(/\/route\.tsx?$/, "")}`;
    const module = (await import(
      /* @vite-ignore */ pathToFileURL(join(root, file)).href
    )) as Record<string, unknown>;
    for (const method of METHODS) {
      const handle = module[method];
      if (typeof handle === "function") {
        routes.push({ name: `${method} ${path}`, method, path, handle: handle as ApiHandler });
      }
    }
  }
  return routes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
