import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { BackendError } from "../backend-error.ts";
import { readJson } from "../outbound/read-body.ts";
import type { GradioConnection } from "./connect-gradio.ts";

const uploadedSchema = z
  .array(z.string().check(z.minLength(1), z.maxLength(1_000)))
  .check(z.length(1));

/** A file on the server, as an input of a job. */
export type UploadedFile = {
  readonly path: string;
  readonly meta: { readonly _type: "gradio.FileData" };
};

/**
 * Sends one PNG to the server.
 * @throws BackendError (413 and the like say so), OutboundError
 */
export async function uploadImage(options: {
  connection: GradioConnection;
  apiPrefix: string;
  png: Uint8Array;
  /** The server sees this name only, never one of the person's. */
  fileName: string;
  signal: AbortSignal;
}): Promise<UploadedFile> {
  const { connection, apiPrefix, png, fileName, signal } = options;
  const boundary = `genga-${randomBytes(12).toString("hex")}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${fileName}"\r\nContent-Type: image/png\r\n\r\n`;
  const answer = await connection.askOk(`${apiPrefix}/upload`, {
    method: "POST",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    maxBytes: 64 * 1024,
    timeoutMs: 120_000,
    signal,
    step: "send a drawing",
  });
  const paths = uploadedSchema.safeParse(await readJson(answer));
  const path = paths.success ? paths.data[0] : undefined;
  if (path === undefined) {
    throw new BackendError(
      "broken",
      "The backend took a drawing and then lost it. Your drawings and other takes are safe. Try it again, or use another backend.",
      { log: "upload answered no path" },
    );
  }
  return { path, meta: { _type: "gradio.FileData" } };
}
