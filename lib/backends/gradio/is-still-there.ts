import * as z from "zod/mini";
import { readJson } from "../outbound/read-body.ts";
import type { SentDrawings } from "./send-drawings.ts";

const TIMEOUT_MS = 5_000;

const startSchema = z.looseObject({ app_id: z.number() });

/**
 * Whether the server that was sent drawings a while ago is still the one that answers: one that was started anew has
 * neither its files nor, perhaps, its numbers. Where that can't be told it is taken for another.
 * @param options.freshMs how soon no server is started anew
 */
export async function isStillThere(
  { connection, apiPrefix, appId, sentMs }: SentDrawings,
  { freshMs, signal }: { freshMs: number; signal: AbortSignal },
): Promise<boolean> {
  if (performance.now() - sentMs < freshMs) return true;
  try {
    const bounds = { maxBytes: 64 * 1024, timeoutMs: TIMEOUT_MS };
    const answer = await connection.ask(`${apiPrefix}/app_id`, { ...bounds, signal });
    if (answer.status !== 200) {
      await answer.discard();
      return false;
    }
    const found = startSchema.safeParse(await readJson(answer));
    return found.success && found.data.app_id === appId;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
