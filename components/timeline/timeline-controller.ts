import type { Selection } from "#lib/core/selection.ts";
import { NO_HOLDS } from "#lib/core/take-outlook.ts";
import { hitTest, type HitTarget } from "./hit-test.ts";
import { initialViewport } from "./initial-viewport.ts";
import { lanesOf, type Lanes } from "./lanes.ts";
import { createPictureCache } from "./picture-cache.ts";
import type { GesturePreview, Scene, UploadGap } from "./scene.ts";
import { createSegmentStates } from "./segment-states.ts";
import { segmentsInSight } from "./segments-in-sight.ts";
import { shotsOf } from "./shots.ts";
import { createSweep } from "./sweep.ts";
import { gapAtRoom, layoutOf, roomAtFrame, type TimelineLayout } from "./timeline-layout.ts";
import type { TimelineProps, TimelineView } from "./timeline-props.ts";
import { createTimelineStage } from "./timeline-stage.ts";
import { uploadGapsOf } from "./upload-gaps.ts";
import {
  clampViewport,
  panBy,
  reveal,
  roomAtX,
  xAtRoom,
  zoomAbout,
  type Viewport,
} from "./viewport.ts";
import { startRefining } from "./start-refining.ts";

/**
 * The living timeline behind the React component: it holds what changes many times a second (zoom, scroll, hover, a
 * gesture's preview) outside React, and draws at most once a frame. Gestures and keys act on it.
 */
export type TimelineController = {
  props(): TimelineProps;
  /** Brings in what React was given; cheap where nothing changed. */
  update(props: TimelineProps): void;
  scene(): Scene | null;
  /** The layout of the project as it is, without a gesture's preview. */
  layout(): TimelineLayout;
  viewport(): Viewport;
  lanes(): Lanes;
  setViewport(viewport: Viewport): void;
  pan(deltaPx: number): void;
  zoomTo(pxPerFrame: number, anchorX: number): void;
  /** Scrolls as little as it takes to show a slot or a stretch of room. */
  revealRoom(fromRoom: number, toRoom: number): void;
  segmentIdsInSight(): readonly string[];
  /** The gap between keyframes that a drop at this place means. */
  gapAt(x: number): number;
  hit(point: { x: number; y: number; isTouch?: boolean }): HitTarget;
  setHover(hover: HitTarget | null): void;
  preview(): GesturePreview;
  /** @param previewLayout the layout as the gesture would leave it. */
  setPreview(preview: GesturePreview, previewLayout?: TimelineLayout): void;
  /** A selection that is shown and not yet told to anybody; null shows the props' own. */
  setLiveSelection(selection: Selection | null): void;
  setFocusedItem(itemId: string | null): void;
  /** @returns the function that ends the subscription. Called at most once a frame. */
  onViewportChange(listener: () => void): () => void;
  resize(size: { widthPx: number; heightPx: number }): void;
  destroy(): void;
};

const MAX_PICTURES = 300;
const NO_SHOTS_ASPECT = 1.6;

export function createTimelineController(options: {
  container: HTMLDivElement;
  props: TimelineProps;
}): TimelineController {
  let props = options.props;
  let layout: TimelineLayout = emptyLayout();
  let previewLayout: TimelineLayout | null = null;
  let lanes = lanesOf({ heightPx: 200, aspect: NO_SHOTS_ASPECT, hasShots: false });
  let viewport: Viewport = { widthPx: 1, pxPerFrame: 4, scrollPx: 0 };
  let hover: HitTarget | null = null;
  let preview: GesturePreview = { type: "none" };
  let liveSelection: Selection | null = null;
  let focusedItemId: string | null = null;
  let uploadGaps: readonly UploadGap[] = [];
  let peerColors: ReadonlyMap<string, string> = new Map();
  /** Until somebody zooms or pans, the timeline chooses the zoom by itself. */
  let isFramedByHand = false;
  let isDestroyed = false;
  let notifyFrame = 0;
  const listeners = new Set<() => void>();
  const states = createSegmentStates();
  const drawTrack = () => stage.drawTrack();
  const thumbnails = createPictureCache({ maxPictures: MAX_PICTURES, onArrival: drawTrack });
  const filmstrips = createPictureCache({
    maxPictures: MAX_PICTURES,
    keepsSize: true,
    onArrival: drawTrack,
  });
  const stage = createTimelineStage({ container: options.container, scene });
  const refining = startRefining({ states, onProgress: drawTrack });
  const sweep = createSweep({ progress: () => props.progress, draw: drawTrack });
  let unsubscribePlayhead = props.playhead.subscribe(followPlayhead);

  function scene(): Scene | null {
    const { view } = props;
    if (!view) return null;
    return {
      sequence: view.sequence,
      layout: previewLayout ?? layout,
      viewport,
      lanes,
      projectId: props.projectId,
      view,
      progress: props.progress,
      holds: props.holds ?? NO_HOLDS,
      selection: liveSelection ?? props.selection,
      hover,
      focusedItemId,
      preview,
      states,
      thumbnails,
      filmstrips,
      uploadGaps,
      peerColors,
      canEdit: props.canEdit,
      timeMs: performance.now(),
    };
  }

  function redraw(): void {
    if (isDestroyed) return;
    stage.drawTrack();
    placePlayhead();
  }

  function placePlayhead(): void {
    const current = previewLayout ?? layout;
    stage.movePlayhead(xAtRoom(viewport, roomAtFrame(current, props.playhead.frame())));
  }

  function followPlayhead(frame: number): void {
    const x = xAtRoom(viewport, roomAtFrame(layout, frame));
    const isOut = x < 0 || x > viewport.widthPx - (props.isPlaying ? 24 : 0);
    if (isOut && preview.type === "none" && layout.keyframeCount > 0) {
      const lead = props.isPlaying ? viewport.widthPx * 0.1 : viewport.widthPx * 0.5;
      moveTo(panBy(viewport, x - lead, layout.totalRoom));
    } else {
      placePlayhead();
    }
  }

  function moveTo(next: Viewport): void {
    const clamped = clampViewport(next, (previewLayout ?? layout).totalRoom);
    const isSame =
      clamped.scrollPx === viewport.scrollPx &&
      clamped.pxPerFrame === viewport.pxPerFrame &&
      clamped.widthPx === viewport.widthPx;
    if (isSame) return;
    viewport = clamped;
    redraw();
    notifyFrame ||= requestAnimationFrame(() => {
      notifyFrame = 0;
      for (const listener of [...listeners]) listener();
    });
  }

  function relayLanes(heightPx: number): void {
    const { view } = props;
    const aspect = view ? view.project.width / view.project.height : NO_SHOTS_ASPECT;
    const hasShots = view ? shotsOf(view.sequence).length > 0 : false;
    lanes = lanesOf({ heightPx, aspect, hasShots });
    thumbnails.setHeight(lanes.thumbHeightPx * window.devicePixelRatio);
  }

  function takeView(view: TimelineView, previous: TimelineView | null): void {
    states.setView(view);
    refining.restart(view);
    if (view.schedule !== previous?.schedule || layout.keyframeCount === 0) {
      const hadCount = layout.keyframeCount;
      layout = layoutOf(view.schedule);
      if (!isFramedByHand && layout.keyframeCount !== hadCount) frame();
      else moveTo(viewport);
    }
    if (view.sequence !== previous?.sequence) relayLanes(lanes.height);
  }

  function frame(): void {
    if (viewport.widthPx <= 1 || layout.keyframeCount === 0) return;
    moveTo(initialViewport({ layout, lanes, widthPx: viewport.widthPx }));
  }

  return {
    props: () => props,
    update(next) {
      const previous = props;
      props = next;
      states.setHolds(next.holds ?? NO_HOLDS);
      if (next.playhead !== previous.playhead) {
        unsubscribePlayhead();
        unsubscribePlayhead = next.playhead.subscribe(followPlayhead);
      }
      if (next.view && (next.view !== previous.view || layout.keyframeCount === 0)) {
        takeView(next.view, previous.view);
      }
      if (next.uploads !== previous.uploads || next.view !== previous.view) {
        uploadGaps = uploadGapsOf(next.uploads ?? [], next.view);
      }
      if (next.peers !== previous.peers) {
        peerColors = new Map(
          (next.peers ?? []).flatMap(({ color, selectedIds }) =>
            selectedIds.map((id): [string, string] => [id, color]),
          ),
        );
      }
      sweep.keepGoing();
      redraw();
    },
    scene,
    layout: () => layout,
    viewport: () => viewport,
    lanes: () => lanes,
    setViewport(next) {
      isFramedByHand = true;
      moveTo(next);
    },
    pan(deltaPx) {
      isFramedByHand = true;
      moveTo(panBy(viewport, deltaPx, (previewLayout ?? layout).totalRoom));
    },
    zoomTo(pxPerFrame, anchorX) {
      isFramedByHand = true;
      moveTo(zoomAbout({ viewport, pxPerFrame, anchorX, totalRoom: layout.totalRoom }));
    },
    revealRoom(fromRoom, toRoom) {
      moveTo(reveal({ viewport, fromRoom, toRoom, totalRoom: layout.totalRoom }));
    },
    segmentIdsInSight() {
      const current = scene();
      return current ? segmentsInSight(current) : [];
    },
    gapAt(x) {
      return gapAtRoom(layout, roomAtX(viewport, x), lanes.cardWidthPx / viewport.pxPerFrame);
    },
    hit(point) {
      const current = scene();
      return current ? hitTest(current, point) : { type: "ground", gapIndex: null };
    },
    setHover(next) {
      if (sameTarget(hover, next)) return;
      hover = next;
      redraw();
    },
    preview: () => preview,
    setPreview(next, nextLayout) {
      const isTrackSame =
        next.type === preview.type && previewLayout === null && nextLayout === undefined;
      preview = next;
      previewLayout = nextLayout ?? null;
      // Under a drag or a box only the overlay moves.
      if (isTrackSame) stage.drawOverlay();
      else redraw();
    },
    setLiveSelection(selection) {
      liveSelection = selection;
      redraw();
    },
    setFocusedItem(itemId) {
      if (itemId === focusedItemId) return;
      focusedItemId = itemId;
      redraw();
    },
    onViewportChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resize({ widthPx, heightPx }) {
      if (widthPx < 1 || heightPx < 1) return;
      const isFirst = viewport.widthPx <= 1;
      stage.resize({ widthPx, heightPx });
      relayLanes(heightPx);
      moveTo({ ...viewport, widthPx });
      if (isFirst && !isFramedByHand) frame();
      redraw();
    },
    destroy() {
      isDestroyed = true;
      sweep.stop();
      cancelAnimationFrame(notifyFrame);
      unsubscribePlayhead();
      refining.stop();
      thumbnails.close();
      filmstrips.close();
      stage.destroy();
    },
  };
}

function emptyLayout(): TimelineLayout {
  return layoutOf({ entries: [], totalFrames: 0, keyframeStartFrames: [] });
}

function sameTarget(a: HitTarget | null, b: HitTarget | null): boolean {
  return a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b));
}
