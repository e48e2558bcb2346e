import { LOCAL_BACKEND_ACTIONS, type LocalBackendAction } from "#lib/core/local-backend.ts";
import { log } from "#lib/log.ts";

/**
 * Ties a web or worker process to the one that started it: SIGTERM or SIGINT stops it in order, a parent that is gone
 * (killed -9) ends it at once, and an error that nobody caught ends it with a line in the log, to be started anew.
 */
export function liveAsChild(stop: () => Promise<void>): void {
  let isStopping = false;
  const stopInOrder = () => {
    if (isStopping) return;
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stopInOrder);
  process.on("SIGINT", stopInOrder);
  process.on("disconnect", () => process.exit(isStopping ? 0 : 1));
  const crash = (error: unknown) => {
    log.fatal({ err: error }, "an error that nobody caught");
    process.exit(1);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
}

/** Tells the parent, if there is one. */
export function tellParent(message: ChildMessage): void {
  process.send?.(message);
}

/** What a child says to start.ts. */
export type ChildMessage =
  | { type: "ready" }
  | { type: "port-taken"; port: number }
  /** Web passes on what somebody asked for in the settings. */
  | { type: "local-backend"; action: LocalBackendAction; requestId: string };

/** The message if it is one of ours. */
export function asChildMessage(value: unknown): ChildMessage | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (value.type === "ready") return { type: "ready" };
  if (value.type === "port-taken" && "port" in value && typeof value.port === "number")
    return { type: "port-taken", port: value.port };
  if (value.type === "local-backend" && "action" in value && "requestId" in value) {
    const { requestId } = value;
    const action = LOCAL_BACKEND_ACTIONS.find((one) => one === value.action);
    if (action && typeof requestId === "string")
      return { type: "local-backend", action, requestId };
  }
  return undefined;
}
