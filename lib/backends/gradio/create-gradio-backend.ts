import { open, rename, rm, type FileHandle } from "node:fs/promises";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { DrawRequest, DrawResult, InBetweenBackend } from "../in-between-backend.ts";
import { BackendError } from "../backend-error.ts";
import { asBackendError } from "./as-backend-error.ts";
import { awaitSpace, type SpaceTiming } from "./await-space.ts";
import { callData } from "./call-data.ts";
import { cancelGradioJob, parseJobReference } from "./cancel-gradio-job.ts";
import type { GradioNetwork, GradioServer } from "./connect-gradio.ts";
import { downloadResult } from "./download-result.ts";
import type { EndpointMapping } from "./endpoint-mapping.ts";
import type { GradioTiming } from "./follow-gradio-job.ts";
import type { AppAddress } from "./parse-app-address.ts";
import { HUGGING_FACE, type Hub } from "./read-space.ts";
import { resultPath } from "./result-path.ts";
import { runGradioJob } from "./run-gradio-job.ts";
import { isStillThere } from "./is-still-there.ts";
import { onItsWay, sendDrawings, type SentDrawings } from "./send-drawings.ts";

type Timing = GradioTiming &
  SpaceTiming & {
    /** How long after sending the drawings a server needn't be asked whether it still has them. */
    readonly freshMs: number;
    /** How long a Space's name surely stays what it was. */
    readonly sameSpaceMs: number;
  };

export type GradioBackendOptions = {
  readonly description: BackendDescription;
  readonly address: AppAddress;
  readonly mapping: EndpointMapping;
  readonly token: string | null;
  readonly login: GradioServer["login"];
  readonly network: GradioNetwork;
  readonly timing?: Partial<Timing>;
  readonly hub?: Hub;
};

const TIMING: Timing = {
  inactivityMs: 60_000,
  jobMs: 2 * 3_600_000,
  wakeMs: 5 * 60_000,
  wakePollMs: 5_000,
  // Gradio alone takes longer to load.
  freshMs: 2_000,
  // To take a free name and have an app run there takes longer.
  sameSpaceMs: 60_000,
};
const MAX_NOTES = 5;

/**
 * A Gradio app as an in-between backend. Each drawing has its own connections, reads the app anew and checks the
 * mapping against it, and leaves nothing behind: neither a file here nor, as far as the server listens, a job there.
 */
export function createGradioBackend(options: GradioBackendOptions): Required<InBetweenBackend> {
  const all = { ...options, timing: { ...TIMING, ...options.timing } };
  return {
    description: options.description,
    isTrusted: false,
    draw: (request) => intoFile(request, (file) => sendAndDraw(file, { ...all, ...request })),
    async prepare(request) {
      const sent = await sendDrawings({ ...all, ...request, onProgress: () => undefined }).catch(
        (error: unknown) => {
          throw asBackendError(error, request.signal);
        },
      );
      const { recipe } = request;
      return {
        draw: (rest) =>
          intoFile(rest, async (file) => {
            const { freshMs } = all.timing;
            await requireSameSpace(sent, { ...all, ...rest });
            if (await isStillThere(sent, { ...rest, freshMs }))
              return await drawSent(file, { ...all, ...rest, recipe, sent });
            await sent.connection.close();
            return await sendAndDraw(file, { ...all, ...request, ...rest });
          }),
        discard: () => sent.connection.close().catch(() => undefined),
      };
    },
  };
}

/** Asks the Hub again before a token goes to a Space that was reached a while ago. @throws AppChanged, BackendError */
async function requireSameSpace(
  { sentMs }: SentDrawings,
  options: Pick<Drawing, "address" | "token" | "network" | "hub" | "timing"> &
    Pick<Drawing, "onProgress" | "signal">,
): Promise<void> {
  const { address, timing, hub = HUGGING_FACE } = options;
  if (address.kind !== "space" || address.hubId === undefined) return;
  if (performance.now() - sentMs > timing.sameSpaceMs)
    await awaitSpace({ ...options, ...address, hub });
}

/** Has a video written beside the output path, and puts it there once it is whole. @throws BackendError */
async function intoFile(
  request: Pick<DrawRequest, "outputPath" | "signal">,
  write: (file: FileHandle) => Promise<string[]>,
): Promise<DrawResult> {
  const { outputPath, signal } = request;
  const partPath = `${outputPath}.part`;
  let file: FileHandle | null = null;
  try {
    signal.throwIfAborted();
    // Before any GPU time is spent: where nothing can be written, nothing is worth drawing.
    file = await open(partPath, "w");
    const notes = await write(file);
    await file.sync();
    await file.close();
    await rename(partPath, outputPath);
    return { notes };
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(partPath, { force: true }).catch(() => undefined);
    throw asBackendError(error, signal);
  }
}

type Drawing = Omit<GradioBackendOptions, "timing"> & DrawRequest & { readonly timing: Timing };

async function sendAndDraw(file: FileHandle, options: Drawing): Promise<string[]> {
  const sent = await sendDrawings(options);
  try {
    return await drawSent(file, { ...options, sent });
  } finally {
    await sent.connection.close();
  }
}

async function drawSent(
  file: FileHandle,
  options: Omit<Drawing, "from" | "to"> & { sent: SentDrawings },
): Promise<string[]> {
  const { description, mapping, timing, sent } = options;
  const { recipe, checkpoint, onProgress, onDrawn, signal } = options;
  const { connection, baseUrl, apiPrefix, endpoint, first, last } = sent;
  const orphan = parseJobReference(await checkpoint.read());
  if (orphan) await cancelGradioJob(connection, orphan);
  const warnings = new Set<string>();
  const outputs = await runGradioJob({
    connection,
    apiPrefix,
    functionIndex: endpoint.functionIndex,
    data: callData({ endpoint, mapping, description, recipe, first, last }),
    timing,
    onJoined: (reference) =>
      checkpoint.write(JSON.stringify(reference)).catch((error: unknown) => {
        throw notNoted(error);
      }),
    onProgress,
    onWarning: (line) => {
      if (warnings.size < MAX_NOTES) warnings.add(line);
    },
    signal,
  });
  onDrawn?.();
  onProgress(onItsWay("Fetching the video"));
  const path = resultPath({ value: outputs[mapping.outputIndex], apiPrefix, baseUrl });
  await downloadResult({ connection, path, file, signal });
  return [...warnings].filter((line) => line !== "").map((line) => `The app says: “${line}”`);
}

/** Told apart because it is our own trouble, and says nothing of the backend. */
export class NotNoted extends BackendError {}

/** Where a job can't be noted, as while the database is away, a lost worker's could never be called off. */
function notNoted(cause: unknown): NotNoted {
  return new NotNoted(
    "transport",
    "Genga could not note that this drawing began, so it was called off again. The take tries again by itself.",
    { cause },
  );
}
