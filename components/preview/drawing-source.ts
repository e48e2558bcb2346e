import type { FitPolicy, Size } from "#lib/core/fit.ts";
import { loadDrawing, type Drawing, type DrawingRequest } from "./load-drawing.ts";
import { createWantedLoader } from "./wanted-loader.ts";

/** About 130 MB of RGBA. */
const LIMIT_PIXELS = 32_000_000;

export type DrawingLook = {
  /** Null while there is nothing of it yet. */
  readonly drawing: Drawing | null;
  /** `draft`: its thumbnail, or nothing, while the drawing itself is on its way. */
  readonly state: "draft" | "final" | "failed";
};

export type DrawingSource = {
  look(imageId: string): DrawingLook;
  /** The most urgent first. */
  want(imageIds: readonly string[]): void;
  /** The frame that drawings are brought into; `want` has to be said again after it. */
  setFrame(frame: Size & { policy: FitPolicy }): void;
  dispose(): void;
};

/** Keyframes' drawings at the size at which they stand in the frame; a thumbnail stands in for the first wanted one. */
export function createDrawingSource(options: {
  imageUrl: (imageId: string) => string;
  thumbnailUrl: (imageId: string) => string;
  onChange: () => void;
}): DrawingSource {
  const { imageUrl, thumbnailUrl, onChange } = options;
  let frame: Size & { policy: FitPolicy } = { width: 16, height: 16, policy: "contain" };
  const createLoader = (concurrency: number) =>
    createWantedLoader<DrawingRequest, Drawing>({
      keyOf: (request) => `${request.url} ${request.width}x${request.height} ${request.policy}`,
      load: loadDrawing,
      weigh: ({ bitmap }) => bitmap.width * bitmap.height,
      dispose: ({ bitmap }) => bitmap.close(),
      limitWeight: LIMIT_PIXELS,
      concurrency,
      onChange,
    });
  const drawings = createLoader(3);
  const thumbnails = createLoader(1);
  const fullRequest = (imageId: string) => ({ url: imageUrl(imageId), ...frame });
  const thumbnailRequest = (imageId: string) => ({ url: thumbnailUrl(imageId), ...frame });

  return {
    look(imageId) {
      const full = drawings.find(fullRequest(imageId));
      if (full.state === "ready") return { drawing: full.value, state: "final" };
      const thumbnail = thumbnails.find(thumbnailRequest(imageId));
      return {
        drawing: thumbnail.state === "ready" ? thumbnail.value : null,
        state: full.state === "failed" ? "failed" : "draft",
      };
    },
    want(imageIds) {
      drawings.want(imageIds.map(fullRequest));
      const first = imageIds.slice(0, 1);
      const isMissing = (imageId: string) => drawings.find(fullRequest(imageId)).state !== "ready";
      thumbnails.want(first.filter(isMissing).map(thumbnailRequest));
    },
    setFrame(next) {
      frame = next;
    },
    dispose() {
      drawings.dispose();
      thumbnails.dispose();
    },
  };
}
