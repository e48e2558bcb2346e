import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  utimes,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GengaError } from "#lib/core/errors.ts";
import type { BlobInfo, BlobStore, ByteRange } from "./blob-store.ts";

const HASH = /^[0-9a-f]{64}$/;

/**
 * Blobs as files under `directory/blobs/aa/bb/<sha256>`, without a media extension, so that no decoder is ever led by a
 * name. Writing: a temporary file on the same disk, hashed, flushed, linked to its hash (a link never overwrites), and
 * its folder flushed.
 */
export async function createFilesystemBlobStore(directory: string): Promise<BlobStore> {
  const blobs = join(directory, "blobs");
  const temporary = join(directory, "tmp");
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  await mkdir(temporary, { recursive: true, mode: 0o700 });

  function pathOf(hash: string): string {
    if (!HASH.test(hash)) throw new GengaError("invalid", "That is not the name of a kept file.");
    return join(blobs, hash.slice(0, 2), hash.slice(2, 4), hash);
  }

  async function statOf(hash: string): Promise<BlobInfo | null> {
    const found = await absentAsNull(stat(pathOf(hash)));
    return found ? { hash, sizeBytes: found.size } : null;
  }

  async function keep(path: string): Promise<BlobInfo> {
    const { hash, sizeBytes } = await hashAndFlush(path);
    const target = pathOf(hash);
    await makeFolder(blobs, dirname(target));
    // An equal blob that is there already is fresh again, so that no sweep takes it from under the new row; one that a
    // sweep takes away in this very moment is linked anew.
    while (!(await linkOnce(path, target)) && !(await refresh({ target, sizeBytes })));
    await flushFolder(dirname(target));
    await unlink(path);
    return { hash, sizeBytes };
  }

  async function temporaryPath(): Promise<string> {
    return join(temporary, randomUUID());
  }

  async function writeTemporary(
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<string> {
    const path = await temporaryPath();
    try {
      await pipeline(chunks, createWriteStream(path, { flags: "wx", mode: 0o440 }));
      return path;
    } catch (error) {
      await absentAsNull(unlink(path));
      throw storageError(error);
    }
  }

  return {
    async putFile(path) {
      const own = dirname(path) === temporary ? path : await moveTo(path, await temporaryPath());
      return keep(own);
    },
    async putBytes(bytes) {
      const path = await writeTemporary([bytes]);
      try {
        return await keep(path);
      } catch (error) {
        await absentAsNull(unlink(path));
        throw storageError(error);
      }
    },
    writeTemporary,
    stat: statOf,
    has: async (hash) => (await statOf(hash)) !== null,
    async readBytes(hash) {
      const bytes = await absentAsNull(readFile(pathOf(hash)));
      if (!bytes) throw notFound(hash);
      return bytes;
    },
    async openRead(hash: string, range?: ByteRange): Promise<Readable> {
      const file = await absentAsNull(open(pathOf(hash)));
      if (!file) throw notFound(hash);
      return createReadStream("", {
        fd: file,
        ...(range ? { start: range.start, end: range.end } : {}),
      });
    },
    path: pathOf,
    temporaryPath,
    async remove(hash, { putBefore } = {}) {
      const target = pathOf(hash);
      const away = await temporaryPath();
      // Moved out of reach first: whoever puts an equal blob from here on makes a file of its own.
      const moved = await absentAsNull(rename(target, away).then(() => stat(away)));
      if (!moved) return false;
      const isPutAgain = putBefore !== undefined && moved.mtime > putBefore;
      if (isPutAgain) {
        await linkOnce(away, target);
        await flushFolder(dirname(target));
      }
      await unlink(away);
      return !isPutAgain;
    },
    async *list() {
      for (const name of await filesBelow(blobs)) {
        const hash = name.slice(name.lastIndexOf("/") + 1);
        const found = HASH.test(hash) ? await absentAsNull(stat(pathOf(hash))) : null;
        if (found) yield { hash, sizeBytes: found.size, putAt: found.mtime };
      }
    },
    async sweepTemporary(olderThanMs) {
      let count = 0;
      for (const name of await readdir(temporary)) {
        const path = join(temporary, name);
        const found = await absentAsNull(stat(path));
        if (!found?.isFile() || Date.now() - found.mtimeMs < olderThanMs) continue;
        await absentAsNull(unlink(path));
        count += 1;
      }
      return count;
    },
  };
}

async function hashAndFlush(path: string): Promise<BlobInfo> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "r");
  try {
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1 << 18 })) {
      hash.update(chunk as Buffer);
      sizeBytes += (chunk as Buffer).length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: hash.digest("hex"), sizeBytes };
}

/** Gives false when the target is there already. */
async function linkOnce(path: string, target: string): Promise<boolean> {
  try {
    await link(path, target);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw storageError(error);
  }
}

/** Gives false when the target is not there any more, or was no good: link it then. */
async function refresh(options: { target: string; sizeBytes: number }): Promise<boolean> {
  const { target, sizeBytes } = options;
  const present = await absentAsNull(stat(target));
  if (!present) return false;
  if (present.size !== sizeBytes) {
    // Torn by a disk that lied about flushing: the new file is the true one.
    await absentAsNull(unlink(target));
    return false;
  }
  const now = new Date();
  return (await absentAsNull(utimes(target, now, now).then(() => true))) ?? false;
}

/** Makes the two levels below `root` and flushes each parent, so that a new folder survives a power cut too. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  await flushFolder(dirname(folder));
  await flushFolder(root);
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function moveTo(path: string, target: string): Promise<string> {
  await copyFile(path, target);
  await unlink(path);
  return target;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function absentAsNull<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function notFound(hash: string): GengaError {
  return new GengaError("not-found", "That file is no longer kept.", { log: `no blob ${hash}` });
}

/** What the disk refuses, said for the person. */
function storageError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    const message =
      "The disk that Genga keeps its files on is full. Nothing that was saved is lost. Free some space and try again.";
    return new GengaError("limit", message, { cause: error });
  }
  if (code === "EROFS" || code === "EACCES") {
    const message =
      "Genga may not write to its data directory. Nothing that was saved is lost. Whoever runs Genga can fix its permissions.";
    return new GengaError("unavailable", message, { cause: error });
  }
  return error;
}
