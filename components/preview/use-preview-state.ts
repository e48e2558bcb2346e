"use client";

import { useSyncExternalStore } from "react";
import type { PreviewController, PreviewState } from "./preview-controller.ts";

/** The player's state, for whoever shows it: playing, speed, loop, waiting. */
export function usePreviewState(controller: PreviewController): PreviewState {
  return useSyncExternalStore(controller.subscribe, controller.state, controller.state);
}
