import type { SequenceSegment } from "#lib/core/sequence.ts";
import { filmstripUrl } from "#lib/realtime/browser/urls.ts";
import type { Scene } from "../scene.ts";

/** The filmstrip of the segment's chosen take, once it has been made and has come. */
export function filmstripOf(scene: Scene, segment: SequenceSegment): ImageBitmap | null {
  const takeId = segment.record.chosenTakeId;
  if (takeId === null) return null;
  const take = scene.view.takesBySegment.get(segment.id)?.find(({ id }) => id === takeId);
  if (!take?.clip) return null;
  const { projectId } = scene;
  return scene.filmstrips.get(filmstripUrl({ projectId, takeId, clipKey: take.clip.key }));
}

/**
 * Tiles a strip over a segment: as many pictures as fit undistorted, each from the strip's nearest moment. The strip
 * is a row of pictures of the project's shape, so their number follows from its own.
 */
export function drawFilmstrip(
  context: CanvasRenderingContext2D,
  scene: Scene,
  place: { picture: ImageBitmap; x: number; y: number; width: number; height: number },
): void {
  const { picture, x, y, width, height } = place;
  const aspect = scene.view.project.width / scene.view.project.height;
  const count = Math.max(1, Math.round(picture.width / (picture.height * aspect)));
  const sourceWidth = picture.width / count;
  const tiles = Math.max(1, Math.round(width / (height * aspect)));
  const tileWidth = width / tiles;
  // Covers the tile: cropped at the sides or at top and bottom, never stretched.
  const scale = Math.max(tileWidth / sourceWidth, height / picture.height);
  const cropWidth = tileWidth / scale;
  const cropHeight = height / scale;
  const first = Math.max(0, Math.floor(-x / tileWidth));
  const last = Math.min(tiles - 1, Math.floor((scene.viewport.widthPx - x) / tileWidth));
  for (let tile = first; tile <= last; tile += 1) {
    const source = Math.min(count - 1, Math.floor(((tile + 0.5) / tiles) * count));
    context.drawImage(
      picture,
      source * sourceWidth + (sourceWidth - cropWidth) / 2,
      (picture.height - cropHeight) / 2,
      cropWidth,
      cropHeight,
      x + tile * tileWidth,
      y,
      tileWidth,
      height,
    );
  }
}
