/** What a Space on Hugging Face is doing. */
export type SpaceState = "running" | "asleep" | "building" | "paused" | "broken";

/** The state behind `runtime.stage` of Hugging Face's API. A stage that isn't known is no reason not to try. */
export function spaceStateOf(stage: string): SpaceState {
  switch (stage) {
    case "SLEEPING":
    case "STOPPED":
      return "asleep";
    case "BUILDING":
    case "APP_STARTING":
      return "building";
    case "PAUSED":
      return "paused";
    case "BUILD_ERROR":
    case "RUNTIME_ERROR":
    case "CONFIG_ERROR":
    case "NO_APP_FILE":
    case "DELETING":
      return "broken";
    default:
      return "running";
  }
}
