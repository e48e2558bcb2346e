/**
 * Small pictures by address, decoded off the main thread at the size they are drawn at. Only what the last frame asked
 * for is loaded; the least recently drawn are let go.
 */
export type PictureCache = {
  /** The picture if it is there; if not it is loaded, and `onArrival` says when to draw again. */
  get(url: string): ImageBitmap | null;
  /** Between these two calls `get` notes what the frame wants; what it no longer wants is not begun. */
  beginFrame(): void;
  endFrame(): void;
  /** The height, in device pixels, at which pictures are decoded from now on. */
  setHeight(heightPx: number): void;
  size(): number;
  close(): void;
};

type Entry = {
  readonly bitmap: ImageBitmap | null;
  readonly retryAtMs: number;
  readonly heightPx: number;
};

const PARALLEL_LOADS = 6;
const RETRY_AFTER_MS = 8_000;
/** Decoding is done at one of these heights, so that dragging the panel's edge does not decode everything anew. */
const HEIGHTS = [48, 96, 160, 240];

export function createPictureCache(options: {
  maxPictures: number;
  /** Keep the pictures as they come, whatever `setHeight` says. */
  keepsSize?: boolean;
  onArrival: () => void;
}): PictureCache {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, AbortController>();
  let wanted: string[] = [];
  let heightPx = options.keepsSize ? 0 : 96;
  let isClosed = false;

  function isDue(entry: Entry | undefined): boolean {
    if (!entry) return true;
    if (entry.retryAtMs > 0) return entry.retryAtMs < performance.now();
    return entry.heightPx < heightPx;
  }

  function startLoads(): void {
    for (const url of wanted) {
      if (loading.size >= PARALLEL_LOADS || isClosed) return;
      if (loading.has(url) || !isDue(entries.get(url))) continue;
      const controller = new AbortController();
      loading.set(url, controller);
      void load(url, controller.signal, heightPx);
    }
  }

  async function load(url: string, signal: AbortSignal, height: number): Promise<void> {
    let bitmap: ImageBitmap | null = null;
    try {
      bitmap = await fetchBitmap(url, signal, height);
    } catch {
      // Away for now or broken: an empty frame is drawn, and it is asked for again later.
    }
    loading.delete(url);
    if (isClosed || signal.aborted) {
      bitmap?.close();
    } else {
      entries.get(url)?.bitmap?.close();
      entries.delete(url);
      const retryAtMs = bitmap ? 0 : performance.now() + RETRY_AFTER_MS;
      entries.set(url, { bitmap, retryAtMs, heightPx: height });
      options.onArrival();
    }
    startLoads();
  }

  function evict(): void {
    for (const [url, entry] of entries) {
      if (entries.size <= options.maxPictures) return;
      entry.bitmap?.close();
      entries.delete(url);
    }
  }

  return {
    get(url) {
      const entry = entries.get(url);
      if (entry) {
        // A Map keeps the order of insertion: the most recently drawn go last.
        entries.delete(url);
        entries.set(url, entry);
      }
      if (isDue(entry)) wanted.push(url);
      return entry?.bitmap ?? null;
    },
    beginFrame() {
      wanted = [];
    },
    endFrame() {
      if (wanted.length > 0) {
        const stillWanted = new Set(wanted);
        for (const [url, controller] of loading) if (!stillWanted.has(url)) controller.abort();
      }
      startLoads();
      evict();
    },
    setHeight(height) {
      if (options.keepsSize) return;
      heightPx = HEIGHTS.find((step) => step >= height) ?? 240;
    },
    size: () => entries.size,
    close() {
      isClosed = true;
      for (const controller of loading.values()) controller.abort();
      for (const entry of entries.values()) entry.bitmap?.close();
      entries.clear();
    },
  };
}

async function fetchBitmap(
  url: string,
  signal: AbortSignal,
  heightPx: number,
): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${response.status}`);
  const blob = await response.blob();
  return await createImageBitmap(
    blob,
    heightPx > 0 ? { resizeHeight: heightPx, resizeQuality: "high" } : {},
  );
}
