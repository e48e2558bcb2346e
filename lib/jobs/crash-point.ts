/** Places at which the tests kill or freeze a worker, a take's in the order in which it passes them. */
export type CrashPoint =
  | "take-claimed"
  | "take-drawing"
  | "take-drawn"
  | "original-stored"
  | "clip-made"
  | "take-ready"
  | "film-stitched"
  | "trial-drawing";

/**
 * In tests only: ends or freezes this process when `GENGA_CRASH_POINT` names this place (`SIGKILL:take-drawn`,
 * `SIGSTOP:clip-made`), because the states in between are too short to be hit by chance.
 */
export function crashPoint(point: CrashPoint): void {
  if (process.env["NODE_ENV"] !== "test") return;
  const [signal, wanted] = (process.env["GENGA_CRASH_POINT"] ?? "").split(":");
  if (wanted !== point) return;
  if (signal === "SIGKILL" || signal === "SIGSTOP") process.kill(process.pid, signal);
}
