import * as z from "zod/mini";
import type { GradioConnection } from "./connect-gradio.ts";

const jobReferenceSchema = z.object({
  apiPrefix: z.string().check(z.regex(/^(\/[\w-]{1,64}){0,4}$/)),
  sessionHash: z.string().check(z.regex(/^\w{1,64}$/)),
  eventId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  functionIndex: z.int(),
});
/** What it takes to call a job off. Gradio can't be asked for a job's result by it: a broken stream loses the job. */
export type JobReference = z.infer<typeof jobReferenceSchema>;

/** Reads a reference back from a take's checkpoint; null when there is none. */
export function parseJobReference(text: string | null): JobReference | null {
  if (text === null) return null;
  try {
    const parsed = jobReferenceSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const CANCEL_TIMEOUT_MS = 5_000;

/** Calls a job off at the server, as far as it listens; a server that doesn't is not waited for. */
export async function cancelGradioJob(
  connection: GradioConnection,
  reference: JobReference,
): Promise<void> {
  const { apiPrefix, sessionHash, eventId, functionIndex } = reference;
  try {
    const answer = await connection.ask(`${apiPrefix}/cancel`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        event_id: eventId,
        session_hash: sessionHash,
        fn_index: functionIndex,
      }),
      maxBytes: 64 * 1024,
      timeoutMs: CANCEL_TIMEOUT_MS,
    });
    await answer.discard();
  } catch {
    // The job runs on there; its result is never fetched.
  }
}
