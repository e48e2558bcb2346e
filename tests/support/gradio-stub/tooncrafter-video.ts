import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { drawing } from "#tests/fixtures/pictures.ts";

/** What ToonCrafter gives: 16 frames of 512 × 320 at 8 a second. */
export async function toonCrafterVideo(): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), "genga-video-"));
  try {
    const outputPath = join(directory, "video.mp4");
    const [width, height, frameCount] = [512, 320, 16];
    const frames = Array.from({ length: frameCount }, (_, at) => drawing(width, height, at * 4));
    const frameRate = { num: 8, den: 1 };
    await encodeClip({ frames, frameCount, width, height, frameRate, outputPath });
    return await readFile(outputPath);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
