import { open } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import { HOUSE_BRAND, type TrackShape } from "./mp4-head.ts";

/** Where every packet of a clip lies. Packets are one after another from `dataOffsetBytes`. */
export type ClipIndex = TrackShape & {
  readonly frames: number;
  readonly dataOffsetBytes: number;
  readonly sampleSizes: Uint32Array;
  /** 0-based, rising; the first is always 0. */
  readonly syncSamples: readonly number[];
  readonly fileSizeBytes: number;
};

/** The head of a ten-minute clip at 24 fps is 60 kB; a film of 10,000 segments has 2 MB. */
const FIRST_READ_BYTES = 4 * 1024;
const HEAD_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Reads the head of a clip or film that Genga wrote: its shape and where each packet lies.
 * @throws GengaError `internal` when the file is not of our making, or is damaged.
 */
export async function readClipIndex(path: string): Promise<ClipIndex> {
  const file = await open(path, "r");
  try {
    const first = Buffer.alloc(FIRST_READ_BYTES);
    const { bytesRead } = await file.read(first, 0, first.length, 0);
    const headBytes = headSize(first.subarray(0, bytesRead));
    let head = first.subarray(0, Math.min(headBytes, bytesRead));
    if (headBytes > bytesRead) {
      head = Buffer.alloc(headBytes);
      await file.read(head, 0, headBytes, 0);
    }
    return parseHead(head, (await file.stat()).size);
  } catch (error) {
    if (error instanceof RangeError) throw damaged("its head is cut short");
    throw error;
  } finally {
    await file.close();
  }
}

function headSize(start: Buffer): number {
  if (start.length < 48 || start.toString("latin1", 4, 8) !== "ftyp") throw damaged("no ftyp");
  const ftypBytes = start.readUInt32BE(0);
  if (ftypBytes !== 36 || start.toString("latin1", 32, 36) !== HOUSE_BRAND) {
    throw damaged("not written by Genga");
  }
  if (start.toString("latin1", 40, 44) !== "moov") throw damaged("no moov");
  const headBytes = ftypBytes + start.readUInt32BE(36);
  if (headBytes > HEAD_LIMIT_BYTES) throw damaged("head too large");
  return headBytes;
}

function parseHead(head: Buffer, fileSizeBytes: number): ClipIndex {
  const moov = boxesIn(head.subarray(44));
  const mdia = boxesIn(need(boxesIn(need(moov, "trak")), "mdia"));
  const stbl = boxesIn(need(boxesIn(need(mdia, "minf")), "stbl"));
  const mdhd = need(mdia, "mdhd");
  const stts = need(stbl, "stts");
  const stsz = need(stbl, "stsz");
  const stss = need(stbl, "stss");
  const entry = need(boxesIn(need(stbl, "stsd").subarray(8)), "avc1");
  const frames = stsz.readUInt32BE(8);
  const sampleSizes = new Uint32Array(frames);
  let dataBytes = 0;
  for (let i = 0; i < frames; i++) {
    const sizeBytes = stsz.readUInt32BE(12 + i * 4);
    sampleSizes[i] = sizeBytes;
    dataBytes += sizeBytes;
  }
  const syncSamples = Array.from(
    { length: stss.readUInt32BE(4) },
    (_, i) => stss.readUInt32BE(8 + i * 4) - 1,
  );
  const offsets = stbl.get("stco");
  const dataOffsetBytes = offsets
    ? offsets.readUInt32BE(8)
    : Number(need(stbl, "co64").readBigUInt64BE(8));
  if (dataOffsetBytes + dataBytes > fileSizeBytes) throw damaged("its packets are cut short");
  return {
    frames,
    width: entry.readUInt16BE(24),
    height: entry.readUInt16BE(26),
    frameRate: frameRateOf(mdhd.readUInt32BE(20), stts.readUInt32BE(12)),
    description: new Uint8Array(need(boxesIn(entry.subarray(78)), "avcC")),
    dataOffsetBytes,
    sampleSizes,
    syncSamples,
    fileSizeBytes,
  };
}

/** Undoes the thousandths in which whole rates are written (see `timing`). */
function frameRateOf(timescale: number, sampleDelta: number): FrameRate {
  return sampleDelta % 1000 === 0
    ? { num: timescale / 1000, den: sampleDelta / 1000 }
    : { num: timescale, den: sampleDelta };
}

function boxesIn(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at + 8 <= bytes.length;) {
    const sizeBytes = bytes.readUInt32BE(at);
    if (sizeBytes < 8 || at + sizeBytes > bytes.length) throw damaged("a box has a wrong size");
    found.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + sizeBytes));
    at += sizeBytes;
  }
  return found;
}

function need(boxes: Map<string, Buffer>, type: string): Buffer {
  const found = boxes.get(type);
  if (!found) throw damaged(`no ${type}`);
  return found;
}

function damaged(what: string): GengaError {
  return new GengaError(
    "internal",
    "A clip can't be read. Its take is safe; make the segment again to get a new clip.",
    { log: `clip refused: ${what}` },
  );
}
