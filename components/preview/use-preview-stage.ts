"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import { clipUrl, imageUrl, thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import { createFrameSource } from "./frame-source.ts";
import type { PreviewProps } from "./preview-props.ts";
import {
  createPreviewStage,
  type PreviewStage,
  type StageNotice,
  type StageOptions,
} from "./preview-stage.ts";

const NO_NOTICE: StageNotice = {
  mark: null,
  isOutdated: false,
  isOfOldDrawing: false,
  problem: null,
  isLoading: false,
  isCompared: false,
};

/** Sets a stage up on a canvas for as long as both are there, and hands it what changes. */
export function usePreviewStage(
  canvasRef: RefObject<HTMLCanvasElement | null>,
  props: Pick<PreviewProps, "projectId" | "view" | "playhead" | "controller"> & {
    options: StageOptions;
  },
): StageNotice {
  const { projectId, view, playhead, controller, options } = props;
  const [notice, setNotice] = useState(NO_NOTICE);
  const stageRef = useRef<PreviewStage | null>(null);
  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const source = createFrameSource({
      imageUrl: (imageId) => imageUrl(projectId, imageId),
      thumbnailUrl: (imageId) => thumbnailUrl(projectId, imageId),
      clipUrl: ({ takeId, key }) => clipUrl({ projectId, takeId, clipKey: key }),
      onChange: () => stage.refresh(),
    });
    const stage = createPreviewStage({ canvas, source, playhead, controller, onNotice: setNotice });
    stageRef.current = stage;
    return () => {
      stageRef.current = null;
      stage.dispose();
      source.dispose();
    };
  }, [canvasRef, projectId, playhead, controller]);
  // The two below run after the one above, so a fresh stage gets the view and the options at once.
  useEffect(() => {
    if (!view) return;
    controller.setFilm({
      totalFrames: view.schedule.totalFrames,
      frameRate: view.project.frameRate,
      keyframeStartFrames: view.schedule.keyframeStartFrames,
    });
    stageRef.current?.setView(view);
  }, [view, controller, projectId, playhead]);
  useEffect(() => {
    stageRef.current?.setOptions(options);
  }, [options, controller, projectId, playhead]);
  return notice;
}
