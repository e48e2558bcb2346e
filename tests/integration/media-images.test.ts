import { afterAll, describe, expect, it } from "vitest";
import { deflateSync } from "node:zlib";
import { closeImagePool, importImage } from "#lib/media/import-image.ts";
import { fitToFrame } from "#lib/media/fit-to-frame.ts";
import { makeThumbnail } from "#lib/media/make-thumbnail.ts";
import { sharp } from "#lib/media/safe-sharp.ts";
import { pngHeaderOnly, stripes } from "#tests/fixtures/pictures.ts";

afterAll(closeImagePool);

const WIDTH = 64;
const HEIGHT = 40;
const picture = stripes(WIDTH, HEIGHT);
const asSharp = () => sharp(picture.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

const reasonOf = async (bytes: Uint8Array, fileName = "key.png") =>
  importImage({ bytes, fileName }).then(
    () => "taken",
    (error: { code?: string; userMessage?: string }) => `${error.code}: ${error.userMessage}`,
  );

describe("an image that is added", () => {
  const formats = {
    png: () => asSharp().png().toBuffer(),
    jpeg: () => asSharp().jpeg({ quality: 95 }).toBuffer(),
    webp: () => asSharp().webp({ lossless: true }).toBuffer(),
    avif: () => asSharp().avif({ quality: 90 }).toBuffer(),
    gif: () => asSharp().gif().toBuffer(),
    tiff: () => asSharp().tiff().toBuffer(),
  };

  it.each(Object.entries(formats))("is taken as %s and keeps its look", async (format, encode) => {
    const image = await importImage({
      bytes: await encode(),
      fileName: "key.png",
      thumbnailHeightPx: 20,
    });
    expect(image).toMatchObject({ width: WIDTH, height: HEIGHT, sourceFormat: format });
    expect((await sharp(image.bytes).metadata()).format).toBe("png");
    expect((await sharp(image.thumbnail ?? Buffer.of()).metadata()).height).toBe(20);
    const { data } = await sharp(image.bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(meanDifference(data, picture.data)).toBeLessThan(8);
  });

  it("gives the same bytes each time", async () => {
    const bytes = await formats.jpeg();
    const [a, b] = await Promise.all([
      importImage({ bytes, fileName: "a.jpg" }),
      importImage({ bytes, fileName: "b.jpg" }),
    ]);
    expect(a.hash).toBe(b.hash);
  });

  it("is turned upright and loses its metadata", async () => {
    const bytes = await asSharp()
      .withExif({ IFD0: { Copyright: "somebody", Orientation: "6" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const image = await importImage({ bytes, fileName: "turned.jpg" });
    expect([image.width, image.height]).toEqual([HEIGHT, WIDTH]);
    const header = await sharp(image.bytes).metadata();
    expect([header.exif, header.orientation, header.icc]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("may be CMYK, 16 bits deep, grey or see-through", async () => {
    const cmyk = await importImage({
      bytes: await asSharp().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(),
      fileName: "c.jpg",
    });
    const deep = await importImage({
      bytes: await asSharp().toColourspace("rgb16").png().toBuffer(),
      fileName: "d.png",
    });
    const grey = await importImage({
      bytes: await asSharp().greyscale().png().toBuffer(),
      fileName: "g.png",
    });
    const clear = await importImage({
      bytes: await asSharp().ensureAlpha(0).png().toBuffer(),
      fileName: "a.png",
    });
    for (const image of [cmyk, deep, grey, clear]) {
      expect(await sharp(image.bytes).metadata()).toMatchObject({ space: "srgb", depth: "uchar" });
    }
    const back = await sharp(cmyk.bytes).raw().toBuffer();
    expect(meanDifference(back, picture.data)).toBeLessThan(30);
    expect((await sharp(clear.bytes).metadata()).hasAlpha).toBe(true);
  });

  it("is the first frame of a moving GIF or WebP", async () => {
    const black = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#000" } })
      .png()
      .toBuffer();
    const white = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    for (const format of ["gif", "webp"] as const) {
      const moving = await sharp([black, white], { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      const image = await importImage({ bytes: moving, fileName: `m.${format}` });
      expect([image.width, image.height]).toEqual([8, 8]);
      expect((await sharp(image.bytes).stats()).channels[0]?.mean).toBeLessThan(10);
    }
  });
});

describe("an image that can't be used", () => {
  it("is refused with its name and the reason", async () => {
    const png = await asSharp().png({ compressionLevel: 0 }).toBuffer();
    const jpeg = await asSharp().jpeg().toBuffer();
    const svg = Buffer.from(
      `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`,
    );
    expect(await reasonOf(Buffer.of(), "nothing.png")).toMatch(
      /^image-rejected: nothing.png is an empty file/,
    );
    expect(await reasonOf(Buffer.from("dear diary"), "text.png")).toMatch(
      /text.png is not an image/,
    );
    expect(await reasonOf(svg, "logo.svg")).toMatch(/SVG/);
    expect(await reasonOf(Buffer.from("%PDF-1.7 ..."), "a.pdf")).toMatch(/not an image/);
    expect(await reasonOf(png.subarray(0, png.length / 2))).toMatch(/cut short/);
    expect(await reasonOf(jpeg.subarray(0, jpeg.length * 0.7))).toMatch(/cut short/);
    expect(await reasonOf(Buffer.alloc(50 * 1024 * 1024 + 1))).toMatch(/larger than 50 MB/);
    expect(await reasonOf(pngHeaderOnly(20_000, 20_000))).toMatch(/400 megapixels/);
    expect(await reasonOf(pngHeaderOnly(40_000, 4))).toMatch(/too narrow/);
  });

  it("may be a bomb, and costs little", async () => {
    const rows = Buffer.alloc((20_000 * (20_000 * 3 + 1)) / 100);
    const bomb = pngHeaderOnly(20_000, 20_000, deflateSync(rows));
    expect(await reasonOf(bomb)).toMatch(/megapixels/);
  });

  it("never spoils the one that comes after it", async () => {
    const good = await asSharp().png().toBuffer();
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, i) => reasonOf(i % 4 === 3 ? good.subarray(0, 90) : good)),
    );
    expect(tries.filter((result) => result === "taken")).toHaveLength(9);
  });

  it.each(["webp", "gif", "tiff", "avif"] as const)("is a %s cut in half", async (format) => {
    const noise = Buffer.alloc(300 * 200 * 3, 0).map(
      (_, i) => (i * 7919 + (i >> 5) * 104729) & 255,
    );
    const whole = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    expect(await reasonOf(whole.subarray(0, whole.length >> 1))).toMatch(/^image-rejected/);
  });
});

describe("fitting to the frame", () => {
  const frame = { width: 100, height: 100 };

  it("keeps the shape with bars in the project's colour", async () => {
    const image = await asSharp().png().toBuffer();
    const fitted = await fitToFrame({
      picture: image,
      frame,
      fit: { policy: "contain", color: "#ff0000" },
    });
    expect(fitted.data).toHaveLength(100 * 100 * 3);
    expect([...fitted.data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...fitted.data.subarray(99 * 300, 99 * 300 + 3)]).toEqual([255, 0, 0]);
  });

  it("fills the frame when it is to cover", async () => {
    const image = await sharp({
      create: { width: 30, height: 90, channels: 3, background: "#00ff00" },
    })
      .png()
      .toBuffer();
    const fitted = await fitToFrame({
      picture: image,
      frame,
      fit: { policy: "cover", color: "#ff0000" },
    });
    expect(new Set(fitted.data)).toEqual(new Set([0, 255]));
    expect(fitted.data.filter((_, i) => i % 3 === 0 && fitted.data[i] !== 0)).toHaveLength(0);
  });

  it("lays see-through parts on the colour, and repeats exactly", async () => {
    const image = await sharp({
      create: { width: 10, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const fit = { policy: "cover", color: "#123456" } as const;
    const [a, b] = [
      await fitToFrame({ picture: image, frame, fit }),
      await fitToFrame({ picture: image, frame, fit }),
    ];
    expect([...a.data.subarray(0, 3)]).toEqual([0x12, 0x34, 0x56]);
    expect(Buffer.from(a.data).equals(b.data)).toBe(true);
  });

  it("makes thumbnails no larger than the image", async () => {
    const image = await asSharp().png().toBuffer();
    const header = await sharp(await makeThumbnail({ image, heightPx: 500 })).metadata();
    expect([header.format, header.height]).toEqual(["webp", HEIGHT]);
  });
});

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / b.length;
}
