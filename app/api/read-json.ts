import type * as z from "zod/mini";
import { GengaError } from "#lib/core/errors.ts";

/** Requests are small: the largest names some thousands of segments. */
const MAX_BYTES = 1024 * 1024;

/**
 * The body as JSON of this form. Only `application/json` is read, which no form of another site can send.
 * @throws GengaError `invalid`, `limit`
 */
export async function readJson<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw malformed("the body is not application/json");
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BYTES) {
      throw new GengaError("limit", "That is too much at once. Nothing was done. Ask for less.");
    }
    chunks.push(chunk);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(issue ? `${issue.path.join(".")}: ${issue.code}` : "unknown");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("the body is not JSON");
  }
}

function malformed(detail: string): GengaError {
  return new GengaError("invalid", "Genga doesn't understand that request, so nothing was done.", {
    log: `malformed request: ${detail}`,
  });
}
