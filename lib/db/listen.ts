import pg from "pg";
import { log } from "#lib/log.ts";

/** A connection that listens, and comes back by itself. */
export type Listener = { close(): Promise<void> };

const RETRY_MS = { first: 100, longest: 5_000 };
/** A connection that is cut without a word (a vanished host) is noticed within these two together. */
const PROBE_MS = 10_000;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Listens on Postgres' channels over a connection of its own.
 * @param options.onListening called whenever listening begins, again too: what was said in between is lost, so the
 * caller reads up then.
 */
export function listen(options: {
  connectionString: string;
  channels: readonly string[];
  onNotice: (channel: string, payload: string) => void;
  onListening: () => void;
}): Listener {
  const { connectionString, channels, onNotice, onListening } = options;
  let client: pg.Client | null = null;
  let isClosed = false;
  let retryMs = RETRY_MS.first;
  let retryTimer: NodeJS.Timeout | undefined;
  let probeTimer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const opened = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: PROBE_TIMEOUT_MS,
      application_name: "genga-listen",
    });
    client = opened;
    opened.on("notification", (notice) => onNotice(notice.channel, notice.payload ?? ""));
    // `end` follows every `error`.
    opened.on("error", (error) => log.debug({ err: error }, "the listening connection broke"));
    opened.on("end", () => lose(opened));
    try {
      await opened.connect();
      for (const channel of channels) await opened.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      log.debug({ err: error }, "could not listen");
      lose(opened);
      return;
    }
    if (isClosed || client !== opened) return;
    retryMs = RETRY_MS.first;
    probeTimer = setInterval(() => void probe(opened), PROBE_MS);
    onListening();
  }

  async function probe(opened: pg.Client): Promise<void> {
    const timeout = setTimeout(() => lose(opened), PROBE_TIMEOUT_MS);
    try {
      await opened.query("SELECT 1");
    } catch {
      lose(opened);
    } finally {
      clearTimeout(timeout);
    }
  }

  function lose(opened: pg.Client): void {
    if (client !== opened) return;
    client = null;
    clearInterval(probeTimer);
    opened.removeAllListeners("notification");
    opened.end().catch(() => undefined);
    if (isClosed) return;
    log.info({ retryMs }, "not listening to the database; trying again");
    retryTimer = setTimeout(() => void connect(), retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_MS.longest);
  }

  void connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(retryTimer);
      clearInterval(probeTimer);
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
