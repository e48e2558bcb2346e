/** Changes in the boxes of an MP4 (ISO/IEC 14496-12), to make files as no encoder would. */

const CONTAINERS = ["moov", "trak", "mdia", "minf", "dinf", "stbl"];
/** `dref` and `stsd` have a version, flags and a count before their boxes. */
const LISTS = ["dref", "stsd"];

type Found = { readonly start: number; readonly end: number; readonly parents: readonly number[] };

function find(bytes: Buffer, type: string): Found {
  const within = (from: number, to: number, parents: readonly number[]): Found | null => {
    for (let start = from; start + 8 <= to;) {
      const name = bytes.toString("latin1", start + 4, start + 8);
      const short = bytes.readUInt32BE(start);
      // 1 stands for a size of 64 bits behind the type; its upper half is 0 in files of a test.
      const size = short === 1 ? bytes.readUInt32BE(start + 12) : short;
      if (size < 8) return null;
      const end = start + size;
      if (name === type) return { start, end, parents };
      const skip = LISTS.includes(name) ? 16 : CONTAINERS.includes(name) ? 8 : null;
      const inside = skip === null ? null : within(start + skip, end, [...parents, start]);
      if (inside) return inside;
      start = end;
    }
    return null;
  };
  const found = within(0, bytes.length, []);
  if (!found) throw new Error(`no ${type}`);
  return found;
}

/** A box of its content. */
export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

/** Big-endian 32-bit words. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, at * 4));
  return bytes;
}

/** Writes 32-bit words over a box, counted from behind its type; −8 is its size. */
export function overwrite(
  source: Uint8Array,
  type: string,
  at: number,
  ...values: readonly number[]
): Buffer {
  const bytes = Buffer.from(source);
  words(...values).copy(bytes, find(bytes, type).start + 8 + at);
  return bytes;
}

/** Gives a box another type. */
export function rename(source: Uint8Array, type: string, to: string): Buffer {
  const bytes = Buffer.from(source);
  bytes.write(to, find(bytes, type).start + 4, "latin1");
  return bytes;
}

/** Puts another box in the place of one, or behind it, and moves all that comes after it. */
export function replaceBox(
  source: Uint8Array,
  type: string,
  make: (old: Buffer) => Uint8Array,
): Buffer {
  const bytes = Buffer.from(source);
  const { start, end, parents } = find(bytes, type);
  const fresh = make(bytes.subarray(start, end));
  const growth = fresh.length - (end - start);
  for (const parent of parents) bytes.writeUInt32BE(bytes.readUInt32BE(parent) + growth, parent);
  const moved = Buffer.concat([bytes.subarray(0, start), fresh, bytes.subarray(end)]);
  const offsets = find(moved, "stco").start + 16;
  moved.writeUInt32BE(moved.readUInt32BE(offsets) + growth, offsets);
  return moved;
}
