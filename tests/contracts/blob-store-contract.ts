import { createHash } from "node:crypto";
import { chmod, readdir, stat, truncate, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BlobStore } from "#lib/storage/blob-store.ts";

/** What every blob store does, whatever it keeps its files on. */
export function blobStoreContract(
  name: string,
  open: () => Promise<{ store: BlobStore; close: () => Promise<void> }>,
): void {
  describe(`a blob store on ${name}`, () => {
    let store: BlobStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    const bytes = new TextEncoder().encode("a walk in the rain");
    const hash = createHash("sha256").update(bytes).digest("hex");

    it("names bytes by their SHA-256 and gives them back", async () => {
      expect(await store.putBytes(bytes)).toEqual({ hash, sizeBytes: bytes.length });
      expect(Buffer.from(await store.readBytes(hash))).toEqual(Buffer.from(bytes));
      expect(await store.stat(hash)).toEqual({ hash, sizeBytes: bytes.length });
    });

    it("takes a file away from where it was made", async () => {
      const path = await store.temporaryPath();
      await writeFile(path, bytes);
      expect((await store.putFile(path)).hash).toBe(hash);
      await expect(stat(path)).rejects.toThrow("ENOENT");
      expect(await buffer(await store.openRead(hash))).toEqual(Buffer.from(bytes));
    });

    it("keeps equal bytes once, even when they come at the same time", async () => {
      const infos = await Promise.all(Array.from({ length: 8 }, () => store.putBytes(bytes)));
      expect(new Set(infos.map((info) => info.hash))).toEqual(new Set([hash]));
      const kept: string[] = [];
      for await (const info of store.list()) kept.push(info.hash);
      expect(kept).toEqual([hash]);
    });

    it("leaves nothing in the making behind", async () => {
      await store.putBytes(bytes);
      expect(await readdir(dirname(await store.temporaryPath()))).toEqual([]);
    });

    it("sweeps what was left in the making, and only when it is old enough", async () => {
      await writeFile(await store.temporaryPath(), bytes);
      expect(await store.sweepTemporary(60_000)).toBe(0);
      expect(await store.sweepTemporary(0)).toBe(1);
    });

    it("reads a part of a blob, both ends inside", async () => {
      await store.putBytes(bytes);
      const part = await buffer(await store.openRead(hash, { start: 2, end: 5 }));
      expect(part.toString()).toBe("walk");
    });

    it("says that a blob isn't there, and forgets one that was taken away", async () => {
      expect(await store.has(hash)).toBe(false);
      await expect(store.readBytes(hash)).rejects.toMatchObject({ code: "not-found" });
      await expect(store.openRead(hash)).rejects.toMatchObject({ code: "not-found" });
      await store.putBytes(bytes);
      await store.remove(hash);
      await store.remove(hash);
      expect(await store.stat(hash)).toBeNull();
    });

    it("spares a blob that is put again while it is being swept", async () => {
      const putBefore = new Date(Date.now() - 60_000);
      await store.putBytes(bytes);
      for (let round = 0; round < 20; round += 1) {
        const sweep = store.remove(hash, { putBefore });
        const [isGone] = await Promise.all([sweep, store.putBytes(bytes), store.putBytes(bytes)]);
        expect(isGone).toBe(false);
        expect(await store.has(hash)).toBe(true);
      }
      expect(await store.remove(hash, { putBefore: new Date(Date.now() + 60_000) })).toBe(true);
      expect(await store.has(hash)).toBe(false);
      expect(await readdir(dirname(await store.temporaryPath()))).toEqual([]);
    });

    it("never follows a name that is no hash", async () => {
      expect(() => store.path("../../etc/passwd")).toThrow("not the name of a kept file");
      await expect(store.readBytes(`${hash}/..`)).rejects.toMatchObject({ code: "invalid" });
      await expect(store.remove("..")).rejects.toMatchObject({ code: "invalid" });
    });

    it("keeps a blob that was torn on the disk anew", async () => {
      await store.putBytes(bytes);
      await chmod(store.path(hash), 0o600);
      await truncate(store.path(hash), 3);
      await store.putBytes(bytes);
      expect(Buffer.from(await store.readBytes(hash))).toEqual(Buffer.from(bytes));
    });
  });
}
