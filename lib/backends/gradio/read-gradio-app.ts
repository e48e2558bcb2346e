import { BackendError } from "../backend-error.ts";
import { readJson } from "../outbound/read-body.ts";
import { configSchema, infoSchema } from "./app-schemas.ts";
import type { GradioConnection } from "./connect-gradio.ts";
import { endpointsOf } from "./endpoints-of.ts";
import type { GradioApp } from "./gradio-app.ts";
import { plainLine } from "./plain-line.ts";

const BOUNDS = { maxBytes: 16 * 1024 * 1024, timeoutMs: 30_000 };

/**
 * Reads what an app can do from `/config` and `/info`.
 * @throws BackendError, OutboundError
 */
export async function readGradioApp(options: {
  connection: GradioConnection;
  signal: AbortSignal;
}): Promise<GradioApp> {
  const { connection, signal } = options;
  const step = "read the app";
  const answer = await connection.askOk("/config", { ...BOUNDS, signal, step });
  const config = configSchema.safeParse(await readJson(answer));
  if (!config.success) throw noApp(`config: ${issuesOf(config.error)}`);
  const major = Number(/^\d+/.exec(config.data.version)?.[0] ?? 0);
  if (major < 4) {
    throw new BackendError(
      "rejected",
      "The app runs a version of Gradio that is too old (before 4). Genga can't use it as a backend.",
      { log: "gradio too old" },
    );
  }
  const apiPrefix = config.data.api_prefix ?? "";
  const infoAnswer = await connection.askOk(`${apiPrefix}/info`, { ...BOUNDS, signal, step });
  const info = infoSchema.safeParse(await readJson(infoAnswer));
  if (!info.success) throw noApp(`info: ${issuesOf(info.error)}`);
  return {
    version: plainLine(config.data.version, 64),
    apiPrefix,
    spaceId: config.data.space_id == null ? null : plainLine(config.data.space_id, 200),
    appId: typeof config.data.app_id === "number" ? config.data.app_id : null,
    endpoints: endpointsOf(config.data, info.data.named_endpoints),
  };
}

function issuesOf({ issues }: { issues: readonly unknown[] }): string {
  return JSON.stringify(issues.slice(0, 3)).slice(0, 500);
}

function noApp(log: string): BackendError {
  return new BackendError(
    "broken",
    "What answers at the backend's address is not a Gradio app that Genga understands. Check the address, and that the app runs.",
    { log },
  );
}
