import { randomBytes } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { writePrivately } from "./write-privately.ts";

const wishSchema = z.object({
  /** What somebody wants of it; a removal that was cut short is gone on with. */
  wish: z.enum(["run", "remove"]),
  /** The way into the server, made once. */
  user: z.string().min(8),
  password: z.string().min(24),
});

/** What is wanted of the local in-betweener, from start to start. */
export type LocalBackendWish = z.infer<typeof wishSchema>;

/** All that the local in-betweener keeps, in `<data>/selfhost`. */
export type LocalBackendFiles = {
  /** Its Python and packages. */
  venv: string;
  /** For uploads and results while it runs. */
  temporary: string;
  readWish(): LocalBackendWish | undefined;
  /** Keeps the login that is there, or makes one. */
  writeWish(wish: LocalBackendWish["wish"]): LocalBackendWish;
  /** Where it listens, for the workers: 0600, there only while it answers. */
  writeServer(server: { baseUrl: string; user: string; password: string }): void;
  removeServer(): void;
  /** For the web process. A status that can't be written is lost: the next one follows. */
  writeStatus(text: string): void;
  /**
   * Takes away what was made here, but the status; the wish last, so that a removal cut short is known for one.
   * @throws Error when the folder is a link
   */
  clear(): Promise<void>;
};

/** All names that are made here, but the wish and the status; a draft is one that was cut short. */
const OURS =
  /^(venv|venv\.lock.*|tmp|server\.json|(server|state)\.json\..*draft|status\.json\.draft)$/;

/** Opens the folder below a data directory; makes nothing yet. */
export function localBackendFiles(dataDirectory: string): LocalBackendFiles {
  const directory = join(dataDirectory, "selfhost");
  const wishFile = join(directory, "state.json");
  const serverFile = join(directory, "server.json");
  const statusFile = join(directory, "status.json");
  const make = () => mkdirSync(directory, { recursive: true, mode: 0o700 });
  const readWish = () => {
    try {
      return wishSchema.parse(JSON.parse(readFileSync(wishFile, "utf8")));
    } catch {
      return undefined;
    }
  };
  return {
    venv: join(directory, "venv"),
    temporary: join(directory, "tmp"),
    readWish,
    writeWish(wish) {
      make();
      const { user, password } = readWish() ?? {
        user: `genga-${randomBytes(6).toString("hex")}`,
        password: randomBytes(24).toString("base64url"),
      };
      const written = { wish, user, password };
      writePrivately(wishFile, `${JSON.stringify(written)}\n`);
      return written;
    },
    writeServer: (server) => writePrivately(serverFile, `${JSON.stringify(server)}\n`),
    removeServer: () => rmSync(serverFile, { force: true }),
    writeStatus(text) {
      const draft = `${statusFile}.draft`;
      try {
        make();
        writeFileSync(draft, text, { mode: 0o600 });
        renameSync(draft, statusFile);
      } catch {
        rmSync(draft, { force: true });
      }
    },
    async clear() {
      make();
      // Somebody may have put the folder elsewhere by a link, or things of their own beside ours.
      if (lstatSync(directory).isSymbolicLink()) {
        throw new Error(`${directory} is a link; what it leads to is left as it is`);
      }
      for (const name of readdirSync(directory).filter((one) => OURS.test(one))) {
        await rm(join(directory, name), { recursive: true, force: true, maxRetries: 5 });
      }
      // Somebody may have changed their mind meanwhile.
      if (readWish()?.wish === "remove") rmSync(wishFile, { force: true });
    },
  };
}
