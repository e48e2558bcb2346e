import { expect, test } from "vitest";
import { sampleStory } from "#lib/core/sample-story/sample-story.ts";
import { importImage } from "./import-image.ts";
import { renderSvg } from "./render-svg.ts";

test("every drawing of the sample story becomes an image that an upload would accept, each one different", async () => {
  const hashes = new Set<string>();
  for (const drawing of sampleStory()) {
    const bytes = await renderSvg(drawing.svg);
    const image = await importImage({ bytes, fileName: drawing.fileName });
    expect([image.width, image.height]).toEqual([1024, 640]);
    hashes.add(image.hash);
  }
  expect(hashes.size).toBe(sampleStory().length);
});
