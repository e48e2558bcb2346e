import type { Readable } from "node:stream";

/** A kept file: its SHA-256 in hex, which is also its name, and its size. */
export type BlobInfo = { readonly hash: string; readonly sizeBytes: number };

/** Bytes `start` to `end` of a blob, both inside, from 0. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Files by the hash of their content. A blob is written once, never changed, and is on the disk for good before its
 * hash is given back, so a row may name it then and not earlier. Hashes are names, not keys to access: whoever hands a
 * blob out has checked first.
 */
export type BlobStore = {
  /** Keeps a file and takes it away from `path` (made with `temporaryPath`, so that no copy is needed). */
  putFile(path: string): Promise<BlobInfo>;
  putBytes(bytes: Uint8Array): Promise<BlobInfo>;
  /** Its size, or null when it isn't there. */
  stat(hash: string): Promise<BlobInfo | null>;
  has(hash: string): Promise<boolean>;
  /** The whole blob in memory; for images, never for films. @throws GengaError `not-found` */
  readBytes(hash: string): Promise<Uint8Array>;
  /** A stream of the blob or of a part of it. @throws GengaError `not-found` */
  openRead(hash: string, range?: ByteRange): Promise<Readable>;
  /** Where it lies as a file that may be read and never written. @throws GengaError `invalid` for no hash */
  path(hash: string): string;
  /** A new name on the store's own disk for a file in the making; what is left there too long is swept. */
  temporaryPath(): Promise<string>;
  /** Writes what comes in to such a file, which is the caller's to take away. @throws GengaError `limit` (disk full) */
  writeTemporary(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string>;
  /**
   * Takes a blob away; only the sweep calls this, once no row names it.
   * @param options.putBefore spares a blob that was put again at or after this time: a row may be about to name it
   * @returns whether it is gone by this
   */
  remove(hash: string, options?: { readonly putBefore?: Date }): Promise<boolean>;
  /** Every blob with the time at which it was last put, for the sweep. */
  list(): AsyncIterable<BlobInfo & { readonly putAt: Date }>;
  /** Files in the making that nobody has touched for `olderThanMs`; gives the number that it took away. */
  sweepTemporary(olderThanMs: number): Promise<number>;
};
