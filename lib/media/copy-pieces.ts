import { Worker } from "node:worker_threads";
import { GengaError } from "#lib/core/errors.ts";
import { mediaScript } from "./media-script.ts";

/** A run of packets in a clip's file. */
export type Piece = {
  readonly path: string;
  readonly dataOffsetBytes: number;
  readonly dataBytes: number;
  readonly samples: number;
};

export type CopyJob = {
  readonly partPath: string;
  readonly start: Uint8Array;
  readonly pieces: readonly Piece[];
  /** One 32-bit word; 1 asks the thread to stop. */
  readonly stop: SharedArrayBuffer;
};

export type CopyMessage =
  | { readonly kind: "progress"; readonly pieces: number }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly log: string };

/**
 * Writes `start` and then every piece to one file, in a thread of its own: blocking reads and writes of half a
 * megabyte are twice as quick as promised ones (1.4 GB: 0.9 s against 1.6 s), and there they block nobody.
 * @throws GengaError `cancelled`; `internal` when a file can't be read or written
 */
export async function copyPieces(options: {
  partPath: string;
  start: Uint8Array;
  pieces: readonly Piece[];
  onProgress?: ((pieces: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const { signal, onProgress } = options;
  const stop = new SharedArrayBuffer(4);
  const { partPath, start, pieces } = options;
  const job: CopyJob = { partPath, start, pieces, stop };
  const onAbort = () => Atomics.store(new Int32Array(stop), 0, 1);
  signal?.addEventListener("abort", onAbort, { once: true });
  const worker = new Worker(mediaScript("copy-pieces-thread.ts"), {
    workerData: job,
    execArgv: [],
    env: {},
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (message: CopyMessage) => {
        if (message.kind === "progress") onProgress?.(message.pieces);
        else if (message.kind === "done") resolve();
        else reject(failed(message.log));
      });
      worker.on("error", (error) => reject(failed(String(error))));
      worker.on("exit", (code) => reject(failed(`thread ended with ${code}`)));
    });
  } catch (error) {
    if (signal?.aborted) throw new GengaError("cancelled", "The export was cancelled.");
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}

function failed(log: string): GengaError {
  return new GengaError(
    "internal",
    "The film could not be written. Its clips are safe; check the disk's free space and export again.",
    { log: `stitch: ${log}` },
  );
}
