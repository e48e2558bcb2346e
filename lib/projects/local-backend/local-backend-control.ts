import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod/mini";
import {
  localBackendStatusSchema,
  type LocalBackendAction,
  type LocalBackendStatus,
} from "#lib/core/local-backend.ts";
import { GengaError } from "#lib/core/errors.ts";

/** The way to the process that runs the local in-betweener, `npm start`. */
export type LocalBackendControl = {
  read(): Promise<LocalBackendStatus>;
  /**
   * Resolves once it has been heard and written down there; what was asked goes on after that.
   * @throws GengaError `unavailable` when nobody hears it
   */
  ask(action: LocalBackendAction): Promise<LocalBackendStatus>;
};

const writtenSchema = z.extend(localBackendStatusSchema, { heard: z.array(z.string()) });
type Written = z.infer<typeof writtenSchema>;

/** 40 lines of a log, each of 400 characters, and what is said beside them. */
const MAX_BYTES = 256 * 1024;
const HEARD_WITHIN_MS = 5_000;
const POLL_MS = 25;
const ABSENT: Written = {
  state: "absent",
  detail: "",
  fraction: null,
  problem: null,
  logLines: [],
  heard: [],
};

/** @param options.tellStart hands a request to `npm start`, which names it in the next status that it writes */
export function openLocalBackendControl(options: {
  dataDirectory: string;
  tellStart: (request: { action: LocalBackendAction; requestId: string }) => void;
}): LocalBackendControl {
  const { dataDirectory, tellStart } = options;
  const path = join(dataDirectory, "selfhost", "status.json");
  return {
    read: async () => statusOf(await readWritten(path)),
    async ask(action) {
      const requestId = randomUUID();
      tellStart({ action, requestId });
      for (let waitedMs = 0; waitedMs < HEARD_WITHIN_MS; waitedMs += POLL_MS) {
        const written = await readWritten(path);
        if (written.heard.includes(requestId)) return statusOf(written);
        await delay(POLL_MS);
      }
      throw new GengaError(
        "unavailable",
        "The process that runs the local in-betweener doesn't answer. Nothing is lost. Try again in a moment.",
      );
    },
  };
}

function statusOf({ heard: _heard, ...status }: Written): LocalBackendStatus {
  return status;
}

/** As it was written last; a file that isn't there or can't be read says that nothing is set up. */
async function readWritten(path: string): Promise<Written> {
  try {
    await using file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return writtenSchema.parse(JSON.parse(buffer.toString("utf8", 0, bytesRead)));
  } catch {
    return ABSENT;
  }
}
