import { open, rename, rm, type FileHandle } from "node:fs/promises";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import type { DrawRequest, InBetweenBackend } from "../in-between-backend.ts";
import { asBackendError } from "./as-backend-error.ts";
import { awaitSpace, type SpaceTiming } from "./await-space.ts";
import { callData } from "./call-data.ts";
import { cancelGradioJob, parseJobReference } from "./cancel-gradio-job.ts";
import { checkMapping } from "./check-mapping.ts";
import { connectGradio, type GradioNetwork, type GradioServer } from "./connect-gradio.ts";
import { downloadResult } from "./download-result.ts";
import type { EndpointMapping } from "./endpoint-mapping.ts";
import type { GradioTiming } from "./follow-gradio-job.ts";
import type { AppAddress } from "./parse-app-address.ts";
import { readGradioApp } from "./read-gradio-app.ts";
import { HUGGING_FACE, type Hub } from "./read-space.ts";
import { resultPath } from "./result-path.ts";
import { runGradioJob } from "./run-gradio-job.ts";
import { uploadImage } from "./upload-image.ts";

export type GradioBackendOptions = {
  readonly description: BackendDescription;
  readonly address: AppAddress;
  readonly mapping: EndpointMapping;
  readonly token: string | null;
  readonly login: GradioServer["login"];
  readonly network: GradioNetwork;
  readonly timing?: Partial<GradioTiming & SpaceTiming>;
  readonly hub?: Hub;
};

const TIMING: GradioTiming & SpaceTiming = {
  inactivityMs: 60_000,
  jobMs: 2 * 3_600_000,
  wakeMs: 5 * 60_000,
  wakePollMs: 5_000,
};
const MAX_NOTES = 5;

/**
 * A Gradio app as an in-between backend. Each drawing has its own connections, reads the app anew and checks the
 * mapping against it, and leaves nothing behind: neither a file here nor, as far as the server listens, a job there.
 */
export function createGradioBackend(options: GradioBackendOptions): InBetweenBackend {
  return {
    description: options.description,
    isTrusted: false,
    async draw(request) {
      const partPath = `${request.outputPath}.part`;
      let file: FileHandle | null = null;
      try {
        request.signal.throwIfAborted();
        // Before any GPU time is spent: where nothing can be written, nothing is worth drawing.
        file = await open(partPath, "w");
        const notes = await drawInto(file, { ...options, request });
        await file.sync();
        await file.close();
        await rename(partPath, request.outputPath);
        return { notes };
      } catch (error) {
        await file?.close().catch(() => undefined);
        await rm(partPath, { force: true }).catch(() => undefined);
        throw asBackendError(error, request.signal);
      }
    },
  };
}

async function drawInto(
  file: FileHandle,
  options: GradioBackendOptions & { request: DrawRequest },
): Promise<string[]> {
  const { address, description, mapping, token, login, network, request } = options;
  const { recipe, checkpoint, onProgress, signal } = request;
  const timing = { ...TIMING, ...options.timing };
  const tell = (detail: string) =>
    onProgress({ fraction: null, detail, queuePosition: null, etaSeconds: null });
  tell("Asking the backend");
  const baseUrl =
    address.kind === "url"
      ? address.baseUrl
      : await awaitSpace({
          ...options,
          ...address,
          ...request,
          timing,
          hub: options.hub ?? HUGGING_FACE,
        });
  const connection = connectGradio({
    server: { baseUrl, token, login },
    network,
    inactivityMs: timing.inactivityMs,
    longestMs: timing.jobMs,
  });
  try {
    const app = await readGradioApp({ connection, signal });
    const { apiPrefix } = app;
    const endpoint = checkMapping(app, mapping);
    const orphan = parseJobReference(await checkpoint.read());
    if (orphan) await cancelGradioJob(connection, orphan);
    tell("Sending the drawings");
    const upload = async (fileName: string, frame: DrawRequest["from"]) =>
      uploadImage({ connection, apiPrefix, fileName, png: await encodePng(frame), signal });
    const first = await upload("first.png", request.from);
    const last = await upload("last.png", request.to);
    const warnings = new Set<string>();
    const outputs = await runGradioJob({
      connection,
      apiPrefix,
      functionIndex: endpoint.functionIndex,
      data: callData({ endpoint, mapping, description, recipe, first, last }),
      timing,
      onJoined: (reference) => checkpoint.write(JSON.stringify(reference)),
      onProgress,
      onWarning: (line) => {
        if (warnings.size < MAX_NOTES) warnings.add(line);
      },
      signal,
    });
    tell("Fetching the video");
    const path = resultPath({ value: outputs[mapping.outputIndex], apiPrefix, baseUrl });
    await downloadResult({ connection, path, file, signal });
    return [...warnings].filter((line) => line !== "").map((line) => `The app says: “${line}”`);
  } finally {
    await connection.close();
  }
}
