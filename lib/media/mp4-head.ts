import type { FrameRate } from "#lib/core/frame-rate.ts";
import { HOUSE_FORMAT_VERSION } from "./house-format.ts";

/** Marks a file as written by Genga; only such files are parsed in a process that lives on. */
export const HOUSE_BRAND = "gnga";

/** The bytes of an `mdat` header in its 64-bit form (ISO/IEC 14496-12 §4.2), which has room for any film. */
export const MDAT_HEADER_BYTES = 16;

export type TrackShape = {
  readonly width: number;
  readonly height: number;
  readonly frameRate: FrameRate;
  /** The avcC record of ISO/IEC 14496-15 §5.3.3: the encoder's SPS and PPS. */
  readonly description: Uint8Array;
};

/** A run of samples that lie one after another in the file. */
export type Chunk = { readonly offsetBytes: number; readonly samples: number };

/**
 * The head of an MP4 with one H.264 track of constant frame duration: `ftyp` and `moov`, for a file whose `mdat`
 * follows. Times are exact for any rational rate: the timescale is the rate's numerator.
 *
 * Written here rather than by mediabunny, because a stitch then costs one read and one write of the bytes, at a third
 * of the time, and because its fixed timescale (57,600) can't hold 24000/1001.
 */
export function mp4Head(options: {
  track: TrackShape;
  sampleSizes: Uint32Array;
  /** 0-based, rising. */
  syncSamples: readonly number[];
  chunks: readonly Chunk[];
}): Buffer {
  const { track, sampleSizes, syncSamples, chunks } = options;
  const { timescale, sampleDelta } = timing(track.frameRate);
  const duration = u64(sampleSizes.length * sampleDelta);
  const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
  // Version 1 of the headers has 64-bit durations; creation and modification time stay 0, so that bytes repeat.
  const mvhd = full("mvhd", 1, 0, [
    zeros(16),
    u32(timescale),
    duration,
    u32(0x10000),
    u16(0x100),
    zeros(10),
    matrix,
    zeros(24),
    u32(2),
  ]);
  const tkhd = full("tkhd", 1, 3, [
    zeros(16),
    u32(1, 0),
    duration,
    zeros(8),
    u16(0, 0, 0, 0),
    matrix,
    u32(track.width << 16, track.height << 16),
  ]);
  const mdhd = full("mdhd", 1, 0, [zeros(16), u32(timescale), duration, u16(0x55c4, 0)]);
  const hdlr = full("hdlr", 0, 0, [zeros(4), ascii("vide"), zeros(12), ascii("Genga\0")]);
  const dinf = box("dinf", [full("dref", 0, 0, [u32(1), full("url ", 0, 1, [])])]);
  const stbl = box("stbl", [
    full("stsd", 0, 0, [u32(1), sampleEntry(track)]),
    full("stts", 0, 0, [u32(1, sampleSizes.length, sampleDelta)]),
    full("stss", 0, 0, [
      u32(syncSamples.length),
      u32Array(syncSamples.map((sample) => sample + 1)),
    ]),
    full("stsc", 0, 0, [samplesPerChunk(chunks)]),
    full("stsz", 0, 0, [u32(0, sampleSizes.length), u32Array(sampleSizes)]),
    chunkOffsets(chunks),
  ]);
  const minf = box("minf", [full("vmhd", 0, 1, [zeros(8)]), dinf, stbl]);
  const mdia = box("mdia", [mdhd, hdlr, minf]);
  const moov = box("moov", [mvhd, box("trak", [tkhd, mdia])]);
  const ftyp = box("ftyp", [
    ascii("isom"),
    u32(HOUSE_FORMAT_VERSION),
    ascii("isomiso2avc1mp41"),
    ascii(HOUSE_BRAND),
  ]);
  return Buffer.concat([ftyp, moov]);
}

/** The header of an `mdat` that holds this many bytes. */
export function mdatHeader(payloadBytes: number): Buffer {
  return Buffer.concat([u32(1), ascii("mdat"), u64(payloadBytes + MDAT_HEADER_BYTES)]);
}

/** A box to be skipped, to fill a gap of exactly this many bytes (8 or more). */
export function freeBox(sizeBytes: number): Buffer {
  return box("free", [zeros(sizeBytes - 8)]);
}

/** Whole rates are written in thousandths, because some players mistrust a timescale as small as 24. */
export function timing(rate: FrameRate): { timescale: number; sampleDelta: number } {
  const factor = rate.num < 1000 ? 1000 : 1;
  return { timescale: rate.num * factor, sampleDelta: rate.den * factor };
}

function sampleEntry(track: TrackShape): Buffer {
  return box("avc1", [
    zeros(6),
    u16(1),
    zeros(16),
    u16(track.width, track.height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    zeros(32),
    u16(24, 0xffff),
    box("avcC", [Buffer.from(track.description)]),
    // Colour primaries, transfer and matrix 1 are BT.709 (ISO/IEC 23091-2); the last byte says limited range.
    box("colr", [ascii("nclx"), u16(1, 1, 1), Buffer.from([0])]),
    box("pasp", [u32(1, 1)]),
  ]);
}

function samplesPerChunk(chunks: readonly Chunk[]): Buffer {
  const runs: number[] = [];
  chunks.forEach((chunk, index) => {
    if (chunk.samples !== chunks[index - 1]?.samples) runs.push(index + 1, chunk.samples, 1);
  });
  return Buffer.concat([u32(runs.length / 3), u32Array(runs)]);
}

function chunkOffsets(chunks: readonly Chunk[]): Buffer {
  const last = chunks.at(-1)?.offsetBytes ?? 0;
  const offsets = chunks.map((chunk) => chunk.offsetBytes);
  return last <= 0xffffffff
    ? full("stco", 0, 0, [u32(chunks.length), u32Array(offsets)])
    : full("co64", 0, 0, [u32(chunks.length), ...offsets.map(u64)]);
}

function box(type: string, parts: readonly Buffer[]): Buffer {
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(sizeBytes), ascii(type), ...parts], sizeBytes);
}

function full(type: string, version: number, flags: number, parts: readonly Buffer[]): Buffer {
  return box(type, [u32((version << 24) | flags), ...parts]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function zeros(sizeBytes: number): Buffer {
  return Buffer.alloc(sizeBytes);
}

function u16(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => out.writeUInt16BE(value, index * 2));
  return out;
}

function u32(...values: number[]): Buffer {
  return u32Array(values);
}

function u32Array(values: ArrayLike<number>): Buffer {
  const out = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) out.writeUInt32BE((values[i] ?? 0) >>> 0, i * 4);
  return out;
}

function u64(value: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
}
