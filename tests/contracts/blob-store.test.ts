import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFilesystemBlobStore } from "#lib/storage/filesystem-blob-store.ts";
import { blobStoreContract } from "./blob-store-contract.ts";

blobStoreContract("the file system", async () => {
  const directory = await mkdtemp(join(tmpdir(), "genga-blobs-"));
  return {
    store: await createFilesystemBlobStore(directory),
    close: () => rm(directory, { recursive: true, force: true }),
  };
});
