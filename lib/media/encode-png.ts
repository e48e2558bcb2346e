import type { RawFrame } from "./raw-frame.ts";
import { sharp } from "./safe-sharp.ts";

/** A frame as PNG, to be sent to a backend or written to a file. */
export async function encodePng(frame: RawFrame): Promise<Uint8Array> {
  return sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } })
    .png({ compressionLevel: 3, adaptiveFiltering: true })
    .toBuffer();
}
