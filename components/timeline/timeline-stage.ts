import { Layer } from "konva/lib/Layer.js";
import { Shape } from "konva/lib/Shape.js";
import { Stage } from "konva/lib/Stage.js";
import { drawCards } from "./draw/draw-cards.ts";
import { drawOverlay } from "./draw/draw-overlay.ts";
import { drawPlayhead } from "./draw/draw-playhead.ts";
import { drawRuler } from "./draw/draw-ruler.ts";
import { drawSegments } from "./draw/draw-segments.ts";
import { drawShots } from "./draw/draw-shots.ts";
import { drawUploads } from "./draw/draw-uploads.ts";
import type { Scene } from "./scene.ts";
import { COLORS } from "./timeline-colors.ts";

/**
 * The Konva side. Two layers, so that the playhead and a drag redraw without the track: one shape draws all of the
 * track that is in sight (10,000 mounted nodes would be 4.5 frames a second), one the overlay, one the playhead.
 * Nothing listens: what is under the pointer is arithmetic.
 */
export type TimelineStage = {
  resize(size: { widthPx: number; heightPx: number }): void;
  drawTrack(): void;
  drawOverlay(): void;
  /** @param x in CSS pixels from the stage's left. */
  movePlayhead(x: number): void;
  destroy(): void;
};

export function createTimelineStage(options: {
  container: HTMLDivElement;
  scene: () => Scene | null;
}): TimelineStage {
  const { container } = options;
  const stage = new Stage({ container, width: 1, height: 1, listening: false });
  const track = new Layer({ listening: false });
  const overlay = new Layer({ listening: false });
  track.add(plainShape((context) => paintTrack(context, options.scene(), stage)));
  overlay.add(
    plainShape((context) => {
      const scene = options.scene();
      if (scene) drawOverlay(context, scene);
    }),
  );
  const playhead = plainShape((context) => {
    const scene = options.scene();
    if (!scene || scene.layout.keyframeCount === 0) return;
    const rulerHeightPx = scene.lanes.ruler.height;
    drawPlayhead(context, { rulerHeightPx, heightPx: stage.height() });
  });
  overlay.add(playhead);
  stage.add(track, overlay);

  return {
    resize({ widthPx, heightPx }) {
      // The window may have moved to a screen of another density.
      const { devicePixelRatio } = window;
      for (const layer of [track, overlay]) {
        if (layer.getCanvas().getPixelRatio() === devicePixelRatio) continue;
        layer.getCanvas().setPixelRatio(devicePixelRatio);
      }
      stage.size({ width: widthPx, height: heightPx });
    },
    drawTrack: () => void track.batchDraw(),
    drawOverlay: () => void overlay.batchDraw(),
    movePlayhead(x) {
      playhead.x(Math.round(x));
      overlay.batchDraw();
    },
    destroy: () => void stage.destroy(),
  };
}

function plainShape(paint: (context: CanvasRenderingContext2D) => void): Shape {
  return new Shape({
    listening: false,
    perfectDrawEnabled: false,
    // Konva wraps the context to log and to cache; the drawers want the plain one.
    sceneFunc: (context) => paint(context._context),
  });
}

function paintTrack(context: CanvasRenderingContext2D, scene: Scene | null, stage: Stage): void {
  context.fillStyle = COLORS.ground;
  context.fillRect(0, 0, stage.width(), stage.height());
  if (!scene) return;
  scene.thumbnails.beginFrame();
  scene.filmstrips.beginFrame();
  drawSegments(context, scene);
  drawCards(context, scene);
  drawUploads(context, scene);
  drawShots(context, scene);
  drawRuler(context, scene);
  scene.thumbnails.endFrame();
  scene.filmstrips.endFrame();
}
