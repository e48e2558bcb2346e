import type { DrawProgress } from "#lib/backends/in-between-backend.ts";
import type { Database } from "#lib/db/client.ts";
import { LEASE_SECONDS } from "../takes/take-lease.ts";
import type { TrialClaim } from "./trial-claim.ts";

/** As often as the screen looks. */
const INTERVAL_MS = 1_000;
const MAX_DETAIL_CHARS = 300;

export type TrialWatch = {
  /** Aborted when the trial is another attempt's, or is gone. */
  readonly signal: AbortSignal;
  /** Tells how far it has come; of many calls in a short time the last is told. */
  report(progress: Pick<DrawProgress, "fraction" | "detail">): void;
  stop(): void;
};

/** Writes a trial's progress down for who looks at it, keeps its place, and looks whether the claim still stands. */
export function watchTrial(database: Database, claim: TrialClaim): TrialWatch {
  const controller = new AbortController();
  let latest: { readonly fraction: number | null; readonly detail: string } | null = null;
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || controller.signal.aborted) return;
    isBusy = true;
    const told = latest;
    write(database, { claim, told: told ?? {} })
      .then((stands) => {
        if (latest === told) latest = null;
        if (!stands) controller.abort(new Error(`attempt ${claim.attempt} of a trial is over`));
      })
      // While the database is away nothing is known; the write at the end decides.
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  }, INTERVAL_MS);
  return {
    signal: controller.signal,
    report({ fraction, detail }) {
      latest = { fraction, detail: detail.slice(0, MAX_DETAIL_CHARS) };
    },
    stop: () => clearInterval(timer),
  };
}

async function write(
  database: Database,
  options: { claim: TrialClaim; told: object },
): Promise<boolean> {
  const { claim, told } = options;
  const { workspaceId, trialId, attempt } = claim;
  const rows = await database.$executeRaw`
    UPDATE "BackendTrial" SET "status" = "status" || ${JSON.stringify(told)}::jsonb,
      "placeUntil" = CASE WHEN "placeUntil" IS NULL THEN NULL
        ELSE clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS}) END
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${trialId} AND "attempt" = ${attempt} AND "state" = 'running'`;
  return rows > 0;
}
