import { fitRect, type FitPolicy, type Rect, type Size } from "#lib/core/fit.ts";
import { createClipDecoder, type ClipDecoder, type ClipPicture } from "./clip-decoder.ts";
import { canDecodeClips } from "./decoder-config.ts";
import type { DemuxedClip } from "./demuxed-clip.ts";
import { createDrawingSource } from "./drawing-source.ts";
import type { ClipRef, Picture } from "./picture-at.ts";
import type { ReadAhead } from "./read-ahead.ts";
import { createWantedLoader } from "./wanted-loader.ts";
import { createWeightedCache } from "./weighted-cache.ts";

/** The pixels are about 150 MB as the decoder's 4:2:0. */
const LIMITS = { clipBytes: 64 * 1024 * 1024, clipPixels: 96_000_000 };
/** Decoders that stay open: this segment's, the next one's, and the other side of a wipe. */
const OPEN_DECODERS = 3;
/** A browser that runs out of decoders usually has one again some seconds later. */
const DECODE_AGAIN_MS = 10_000;

export type FrameProblem = "clip-failed" | "drawing-failed" | "no-webcodecs";

/** What can be drawn for a picture now. */
export type Look = {
  readonly source: CanvasImageSource | null;
  /** Where it lands in the frame. */
  readonly rect: Rect;
  /** The very picture that was asked for, or all that can be had of it; else something near it. */
  readonly isFinal: boolean;
  readonly problem: FrameProblem | null;
};

export type FrameSource = {
  /** The best that is at hand for a picture; never waits. */
  look(picture: Picture): Look;
  /** Says what will be needed; what arrives is told by `onChange`. */
  prepare(plan: ReadAhead): void;
  /** The frame that drawings are brought into. */
  setFrame(frame: Size & { policy: FitPolicy }): void;
  /** Decoded frames that may be read ahead. */
  frameBudget(): number;
  dispose(): void;
};

/** Pictures for the preview: fetches and decodes clips and drawings, within bounds, and keeps them near the playhead. */
export function createFrameSource(options: {
  imageUrl: (imageId: string) => string;
  thumbnailUrl: (imageId: string) => string;
  clipUrl: (clip: ClipRef) => string;
  onChange: () => void;
}): FrameSource {
  const { onChange } = options;
  const hasDecoder = canDecodeClips();
  let frame: Size & { policy: FitPolicy } = { width: 16, height: 16, policy: "contain" };
  let plan: ReadAhead = { imageIds: [], clips: [], clipFrames: [] };
  let keptKeys = new Set<string>();
  let isHoldingBack = false;
  const decoders = new Map<string, ClipDecoder>();
  /** Clips that could not be decoded, each with the timer of its next try. */
  const brokenClips = new Map<string, ReturnType<typeof setTimeout>>();

  const drawings = createDrawingSource(options);
  const clips = createWantedLoader<ClipRef, DemuxedClip>({
    keyOf: ({ key }) => key,
    load: async (clip, signal) => {
      const response = await fetch(options.clipUrl(clip), { signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const [bytes, { demuxClip }] = await Promise.all([
        response.arrayBuffer(),
        import("./demux-clip.ts"),
      ]);
      return demuxClip(bytes);
    },
    weigh: ({ sizeBytes }) => sizeBytes,
    limitWeight: LIMITS.clipBytes,
    concurrency: 3,
    onChange: () => {
      decode();
      onChange();
    },
  });
  const pictures = createWeightedCache<ClipPicture>({
    limitWeight: LIMITS.clipPixels,
    weigh: (picture) =>
      "codedWidth" in picture
        ? picture.codedWidth * picture.codedHeight
        : picture.width * picture.height,
    isKept: (key) => keptKeys.has(key),
    dispose: (picture) => picture.close(),
  });

  function decode(): void {
    const framesByClip = new Map<string, { clip: ClipRef; frames: number[] }>();
    for (const { clip, frame: clipFrame } of plan.clipFrames) {
      const group = framesByClip.get(clip.key) ?? { clip, frames: [] };
      group.frames.push(clipFrame);
      framesByClip.set(clip.key, group);
    }
    const chosen = [...framesByClip.values()].slice(0, OPEN_DECODERS);
    const chosenKeys = new Set(chosen.map(({ clip }) => clip.key));
    for (const [key, decoder] of decoders) {
      if (chosenKeys.has(key)) continue;
      decoders.delete(key);
      decoder.dispose();
    }
    const [next, afterNext] = plan.clipFrames;
    // While the picture that is due is missing, what comes later leaves the processor to it. A wipe has two that are.
    isHoldingBack = next !== undefined && !pictures.has(pictureKey(next.clip.key, next.frame));
    const dueKeys = [next?.clip.key, afterNext?.clip.key];
    for (const { clip, frames } of chosen) {
      if (isHoldingBack && !dueKeys.includes(clip.key)) {
        decoders.get(clip.key)?.want([]);
        continue;
      }
      const loaded = clips.find(clip);
      if (loaded.state !== "ready" || brokenClips.has(clip.key)) continue;
      const decoder = decoders.get(clip.key) ?? openDecoder(clip.key, loaded.value);
      decoder.want(frames.map((index) => Math.min(index, loaded.value.packets.length - 1)));
    }
  }

  function openDecoder(key: string, clip: DemuxedClip): ClipDecoder {
    const decoder = createClipDecoder({
      clip,
      isHere: (index) => pictures.has(pictureKey(key, index)),
      onPicture: (index, picture) => {
        pictures.set(pictureKey(key, index), picture);
        if (isHoldingBack) decode();
        onChange();
      },
      onFailure: () => {
        decoders.delete(key);
        decoder.dispose();
        const retry = () => {
          brokenClips.delete(key);
          decode();
        };
        brokenClips.set(key, setTimeout(retry, DECODE_AGAIN_MS));
        onChange();
      },
    });
    decoders.set(key, decoder);
    return decoder;
  }

  function lookAtDrawing(imageId: string): Look {
    const { drawing, state } = drawings.look(imageId);
    return {
      source: drawing?.bitmap ?? null,
      rect: drawing?.rect ?? wholeFrame(),
      isFinal: state !== "draft",
      problem: state === "failed" ? "drawing-failed" : null,
    };
  }

  function lookAtClip(picture: Picture & { type: "clip" }): Look {
    const { clip, clipFrame, from } = picture;
    const standIn = lookAtDrawing(from.imageId);
    if (!hasDecoder) return { ...standIn, problem: "no-webcodecs" };
    const loaded = clips.find(clip);
    if (brokenClips.has(clip.key) || loaded.state === "failed") {
      return { ...standIn, problem: "clip-failed" };
    }
    const last = loaded.state === "ready" ? loaded.value.packets.length - 1 : clip.frames - 1;
    const index = Math.min(clipFrame, last);
    const exact = pictures.get(pictureKey(clip.key, index));
    if (exact) return { source: exact, rect: rectOf(exact), isFinal: true, problem: null };
    const near = nearest(clip, index);
    if (near) return { source: near, rect: rectOf(near), isFinal: false, problem: null };
    return { ...standIn, isFinal: false };
  }

  function nearest(clip: ClipRef, index: number): ClipPicture | undefined {
    for (let distance = 1; distance < clip.frames; distance += 1) {
      for (const neighbour of [index - distance, index + distance]) {
        const key = pictureKey(clip.key, neighbour);
        if (pictures.has(key)) return pictures.get(key);
      }
    }
    return undefined;
  }

  function wholeFrame(): Rect {
    return { x: 0, y: 0, width: frame.width, height: frame.height };
  }

  function rectOf(picture: ClipPicture): Rect {
    const image =
      "displayWidth" in picture
        ? { width: picture.displayWidth, height: picture.displayHeight }
        : { width: picture.width, height: picture.height };
    return fitRect({ image, frame, policy: "contain" });
  }

  return {
    look(picture) {
      if (picture.type === "clip") return lookAtClip(picture);
      if (picture.type === "image") return lookAtDrawing(picture.keyframe.imageId);
      return { source: null, rect: wholeFrame(), isFinal: true, problem: null };
    },
    prepare(next) {
      plan = next;
      keptKeys = new Set(
        next.clipFrames.map(({ clip, frame: index }) => pictureKey(clip.key, index)),
      );
      drawings.want(next.imageIds);
      if (!hasDecoder) return;
      clips.want(next.clips);
      decode();
    },
    setFrame(next) {
      frame = next;
      drawings.setFrame(next);
    },
    frameBudget() {
      // Two thirds, so that what was just shown stays for a step back. Never so few that play can't run ahead.
      const frames = Math.floor((LIMITS.clipPixels * 2) / 3 / (frame.width * frame.height));
      return Math.min(72, Math.max(3, frames));
    },
    dispose() {
      for (const timer of brokenClips.values()) clearTimeout(timer);
      for (const decoder of decoders.values()) decoder.dispose();
      decoders.clear();
      clips.dispose();
      drawings.dispose();
      pictures.clear();
    },
  };
}

function pictureKey(clipKey: string, index: number): string {
  return `${clipKey}#${index}`;
}
