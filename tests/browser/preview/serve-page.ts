import { createServer } from "node:http";
import { resolve } from "node:path";
import tailwind from "@tailwindcss/postcss";
import { build } from "vite";

export type ServedFile = { readonly type: string; readonly bytes: Uint8Array | string };

export type ServedPage = {
  readonly url: string;
  /** Files to answer with, by path without the query. Change it at will: a path that is not there is a 404. */
  readonly files: Map<string, ServedFile>;
  /** Paths that were asked for, oldest first. */
  readonly asked: string[];
  close(): Promise<void>;
};

/**
 * Bundles a page as the app's own bundler would (the decoder in a chunk of its own), and serves it.
 * @param page the page's module; the preview's unless another is given.
 */
export async function servePage(
  page = resolve(import.meta.dirname, "page.tsx"),
): Promise<ServedPage> {
  const root = import.meta.dirname;
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    css: { postcss: { plugins: [tailwind({ base: resolve(root, "../../..") })] } },
    oxc: { jsx: { runtime: "automatic" } },
    build: { write: false, rolldownOptions: { input: page } },
  });
  const files = new Map<string, ServedFile>();
  const outputs = Array.isArray(built) ? built : "output" in built ? [built] : [];
  let head = "";
  let script = "";
  for (const file of outputs.flatMap(({ output }) => output)) {
    const path = `/${file.fileName}`;
    if (file.type === "chunk") {
      files.set(path, { type: "text/javascript", bytes: file.code });
      if (file.isEntry) script = `<script type="module" src="${path}"></script>`;
    } else {
      const type = path.endsWith(".css") ? "text/css" : "application/octet-stream";
      files.set(path, { type, bytes: file.source });
      if (type === "text/css") head += `<link rel="stylesheet" href="${path}">`;
    }
  }
  const viewport = `<meta name="viewport" content="width=device-width">`;
  const html = `<!doctype html><title>Preview</title>${viewport}${head}<body>${script}`;
  files.set("/", { type: "text/html", bytes: html });

  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(pathname);
    const file = files.get(pathname);
    response.writeHead(file ? 200 : 404, { "content-type": file?.type ?? "text/plain" });
    response.end(file?.bytes ?? "not found");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    files,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
