import { encodePng } from "#lib/media/encode-png.ts";
import type { DrawProgress, DrawRequest } from "../in-between-backend.ts";
import { awaitSpace, type SpaceTiming } from "./await-space.ts";
import { checkMapping } from "./check-mapping.ts";
import { connectGradio, type GradioConnection } from "./connect-gradio.ts";
import type { GradioBackendOptions } from "./create-gradio-backend.ts";
import type { GradioTiming } from "./follow-gradio-job.ts";
import type { GradioEndpoint } from "./gradio-app.ts";
import { readGradioApp } from "./read-gradio-app.ts";
import { HUGGING_FACE } from "./read-space.ts";
import { uploadImage, type UploadedFile } from "./upload-image.ts";

/** A connection to a server that has both drawings of a job by now; whoever gets it closes it. */
export type SentDrawings = {
  readonly connection: GradioConnection;
  readonly baseUrl: string;
  readonly apiPrefix: string;
  readonly endpoint: GradioEndpoint;
  readonly first: UploadedFile;
  readonly last: UploadedFile;
  readonly appId: number | null;
  readonly sentMs: number;
};

/**
 * Reaches the app, waking it where it sleeps, checks the mapping against it, and sends it both drawings.
 * @throws BackendError, OutboundError
 */
export async function sendDrawings(
  options: Omit<GradioBackendOptions, "timing"> &
    Pick<DrawRequest, "from" | "to" | "onProgress" | "signal"> & {
      timing: GradioTiming & SpaceTiming;
    },
): Promise<SentDrawings> {
  const { address, mapping, token, login, network, timing, hub = HUGGING_FACE } = options;
  const { from, to, onProgress, signal } = options;
  onProgress(onItsWay("Asking the backend"));
  const { baseUrl } =
    address.kind === "url" ? address : await awaitSpace({ ...options, ...address, hub });
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
    onProgress(onItsWay("Sending the drawings"));
    const upload = async (fileName: string, frame: DrawRequest["from"]) =>
      uploadImage({ connection, apiPrefix, fileName, png: await encodePng(frame), signal });
    const first = await upload("first.png", from);
    const last = await upload("last.png", to);
    const sentMs = performance.now();
    return { connection, baseUrl, apiPrefix, endpoint, first, last, appId: app.appId, sentMs };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Progress of a step that takes a moment and has no parts. */
export function onItsWay(detail: string): DrawProgress {
  return { fraction: null, detail, queuePosition: null, etaSeconds: null };
}
