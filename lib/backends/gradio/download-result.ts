import type { FileHandle } from "node:fs/promises";
import { ORIGINAL_LIMITS } from "#lib/media/original-types.ts";
import { BackendError } from "../backend-error.ts";
import type { GradioConnection } from "./connect-gradio.ts";

const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Writes a job's video to an open file, at once: some servers overwrite or clean it up soon. What it holds is looked
 * at later, in a process of its own; here only what is plainly no video is refused.
 * @throws BackendError, OutboundError
 */
export async function downloadResult(options: {
  connection: GradioConnection;
  path: string;
  file: FileHandle;
  signal: AbortSignal;
}): Promise<void> {
  const { connection, path, file, signal } = options;
  const answer = await connection.askOk(path, {
    maxBytes: ORIGINAL_LIMITS.fileBytes,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    signal,
    step: "fetch the video",
  });
  let sizeBytes = 0;
  for await (const piece of answer.body) {
    if (sizeBytes === 0 && looksLikeText(piece, answer.headers["content-type"])) {
      await answer.discard();
      throw noVideo("a page instead of a video");
    }
    await file.appendFile(piece);
    sizeBytes += piece.length;
  }
  if (sizeBytes === 0) throw noVideo("an empty file");
}

function looksLikeText(piece: Uint8Array, contentType: string | undefined): boolean {
  const start = Buffer.from(piece.subarray(0, 64)).toString("latin1").trimStart();
  return /^text\/html/i.test(contentType ?? "") || start.startsWith("<") || start.startsWith("{");
}

function noVideo(what: string): BackendError {
  return new BackendError(
    "broken",
    `The backend gave ${what}. Your drawings and other takes are safe. Try it again, or use another backend.`,
  );
}
