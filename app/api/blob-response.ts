import { Readable } from "node:stream";
import { GengaError } from "#lib/core/errors.ts";
import { SIZE_HEADER } from "#lib/projects/size-header.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";

/** Long, since a blob's address names its content; private, since only those with access may keep a copy. */
const FOR_GOOD = "private, max-age=31536000, immutable";

/**
 * A blob for a browser: whole, or the one range that it asks for (RFC 9110 §14). The caller has checked access. What
 * people upload is served so that it can't act as a page of ours.
 * @param options.download offers it as a file of this name (RFC 6266) instead of showing it
 */
export async function blobResponse(options: {
  blobs: BlobStore;
  hash: string;
  contentType: string;
  request: Request;
  download?: string;
}): Promise<Response> {
  const { blobs, hash, contentType, request, download } = options;
  const info = await blobs.stat(hash);
  if (!info) throw new GengaError("not-found", "That file is no longer kept. Make it anew.");
  const etag = `"${hash}"`;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": FOR_GOOD,
    "content-security-policy": "sandbox; default-src 'none'",
    "content-type": contentType,
    "cross-origin-resource-policy": "same-origin",
    etag,
    "x-content-type-options": "nosniff",
    vary: "cookie",
  });
  if (download !== undefined) headers.set("content-disposition", attachment(download));
  if (request.headers.get("if-none-match") === etag)
    return new Response(null, { status: 304, headers });
  const ifRange = request.headers.get("if-range");
  const asked = ifRange === null || ifRange === etag ? request.headers.get("range") : null;
  const range = parseRange(asked, info.sizeBytes);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${info.sizeBytes}`);
    headers.delete("content-type");
    return new Response(null, { status: 416, headers });
  }
  const sizeBytes = range ? range.end - range.start + 1 : info.sizeBytes;
  headers.set(SIZE_HEADER, String(sizeBytes));
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${info.sizeBytes}`);
  const body = request.method === "HEAD" ? null : await bodyOf({ blobs, hash, range });
  return new Response(body, { status: range ? 206 : 200, headers });
}

type Range = { start: number; end: number };

async function bodyOf(options: {
  blobs: BlobStore;
  hash: string;
  range: Range | null;
}): Promise<ReadableStream<Uint8Array>> {
  const { blobs, hash, range } = options;
  const stream = await blobs.openRead(hash, range ?? undefined);
  // Node's web stream and the DOM's are one thing with two types.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/** One range of bytes; null means the whole, which is also the answer to several ranges and to other units. */
function parseRange(header: string | null, sizeBytes: number): Range | "unsatisfiable" | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!match) return null;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start >= sizeBytes || (first === "" && Number(last) === 0)) return "unsatisfiable";
  return start > end ? null : { start, end };
}

const NAME_CHARS = 150;

/** A name that every system takes: "Rain: a walk.mp4" becomes "Rain - a walk.mp4". A long one keeps its ending. */
function cleanFileName(name: string): string {
  const [ending = ""] = /\.[a-z0-9]{1,5}$/i.exec(name) ?? [];
  const stem = name
    .slice(0, name.length - ending.length)
    .toWellFormed()
    .replace(/\s*:\s+/g, " - ")
    .replace(/[\p{C}/\\:*?"<>|]/gu, "-");
  // By code points, so that none is cut in two.
  return `${[...stem].slice(0, NAME_CHARS).join("").trim() || "genga"}${ending}`;
}

/** A file name that every browser reads: plain ASCII first, the true name in UTF-8 beside it. */
function attachment(name: string): string {
  const cleaned = cleanFileName(name);
  const plain = cleaned.replace(/[^\x20-\x7e]/g, "_");
  const encoded = encodeURIComponent(cleaned).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
