import { open } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { BackendError } from "./backend-error.ts";
import type { GradioServer } from "./gradio/connect-gradio.ts";

/** Only this machine: the file is ours, and still no reason to send drawings elsewhere. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d{2,5}$/;
const MAX_BYTES = 4_096;

const serverSchema = z.object({
  baseUrl: z.string().check(z.regex(LOOPBACK)),
  user: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
});

/** Told apart because it comes back with Genga itself, and not by being asked. */
export class LocalServerAway extends BackendError {}

/**
 * Where the local in-betweener listens at the moment, and the way in; `npm start` writes it down when it answers.
 * @throws LocalServerAway `asleep` while it isn't running
 */
export async function readLocalServer(
  dataDirectory: string,
): Promise<{ baseUrl: string; login: NonNullable<GradioServer["login"]> }> {
  const text = await readStart(join(dataDirectory, "selfhost", "server.json"));
  const parsed = serverSchema.safeParse(parse(text));
  if (!parsed.success) {
    throw new LocalServerAway(
      "asleep",
      "The local in-betweener is not running. It starts with Genga; its log in the backend's settings says more if it can't.",
      { log: text === null ? "no server.json" : "server.json can't be read" },
    );
  }
  const { baseUrl, user, password } = parsed.data;
  return { baseUrl, login: { user, password } };
}

async function readStart(path: string): Promise<string | null> {
  try {
    await using file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
