import { READ_OPTIONS, sharp, type Sharp } from "./safe-sharp.ts";

/**
 * A small WebP of an image that Genga has imported, of this height or its own if that is less. Alpha is kept.
 * @param options.image the bytes of an imported image, a poster or a filmstrip; not an upload
 */
export async function makeThumbnail(options: {
  image: Uint8Array;
  heightPx: number;
}): Promise<Uint8Array> {
  return thumbnailOf(sharp(options.image, READ_OPTIONS), options.heightPx);
}

export async function thumbnailOf(image: Sharp, heightPx: number): Promise<Uint8Array> {
  // A very wide image is bounded in width too, so that a thumbnail is always small.
  return image
    .resize({ width: heightPx * 4, height: heightPx, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 82, effort: 2 })
    .toBuffer();
}
