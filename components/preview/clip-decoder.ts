import { chooseDecoder, type DecoderChoice } from "./decoder-config.ts";
import { keyPacketBefore, type DemuxedClip } from "./demuxed-clip.ts";

/** Packets given before a picture comes back: keeps the decoder busy, and leaves little to undo on a seek. */
const IN_FLIGHT_PACKETS = 6;
/** Silence after which a decoder that has taken all its packets is seen to keep pictures back. */
const SILENCE_MS = 100;
const FAILURES_IN_A_ROW = 3;

export type ClipPicture = VideoFrame | ImageBitmap;

export type ClipDecoder = {
  /** The pictures that are needed, the most urgent first; those that `isHere` has are passed over. */
  want(frames: readonly number[]): void;
  dispose(): void;
};

/**
 * Decodes pictures of one clip on demand. It goes on from where it stands when that leads to the wanted picture, and
 * from the key packet before it otherwise, so every picture is exact whichever way the playhead moves.
 * @param options.onPicture takes over the picture: wanted ones, and those that were decoded on the way
 * @param options.onFailure the clip can't be decoded
 */
export function createClipDecoder(options: {
  clip: DemuxedClip;
  isHere: (frame: number) => boolean;
  onPicture: (frame: number, picture: ClipPicture) => void;
  onFailure: () => void;
}): ClipDecoder {
  const { clip, isHere, onPicture, onFailure } = options;
  const inFlight = new Set<number>();
  const copying = new Set<number>();
  let wanted: readonly number[] = [];
  let choice: DecoderChoice | null = null;
  let decoder: VideoDecoder | null = null;
  /** The packet that the decoder can take next; null when it needs a key packet. */
  let nextPacket: number | null = null;
  let failures = 0;
  let isDisposed = false;
  let isFlushing = false;
  let inFlightLimit = IN_FLIGHT_PACKETS;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;

  function pump(): void {
    if (isDisposed || isFlushing || !choice) return;
    while (inFlight.size < inFlightLimit) {
      const target = nextTarget();
      if (target === null) break;
      if (!leadsTo(target)) {
        // What is in flight comes out sooner than another decoder would be open.
        if (inFlight.size > 0) break;
        nextPacket = keyPacketBefore(clip, target);
      }
      give();
      if (isFlushing) break;
    }
    watch();
  }

  function nextTarget(): number | null {
    return wanted.find((frame) => !inFlight.has(frame) && !isHere(frame)) ?? null;
  }

  /** Whether going on from the next packet gets there without decoding from the key packet again. */
  function leadsTo(target: number): boolean {
    return (
      nextPacket !== null && nextPacket <= target && nextPacket >= keyPacketBefore(clip, target)
    );
  }

  function give(): void {
    const index = nextPacket ?? 0;
    const packet = clip.packets[index];
    if (!packet) return;
    try {
      decoder ??= open();
      inFlight.add(index);
      const type = packet.isKey ? "key" : "delta";
      // The timestamp carries the picture's number, in thousandths so that no decoder rounds it away.
      decoder.decode(new EncodedVideoChunk({ type, timestamp: index * 1000, data: packet.data }));
      nextPacket = index + 1;
      if (nextPacket >= clip.packets.length) flush();
    } catch {
      fail();
    }
  }

  function open(): VideoDecoder {
    const fresh = new VideoDecoder({
      output: (picture) => {
        if (fresh !== decoder) picture.close();
        else void take(picture);
      },
      error: () => {
        if (fresh === decoder) fail();
      },
    });
    if (choice) fresh.configure(choice.config);
    return fresh;
  }

  async function take(picture: VideoFrame): Promise<void> {
    const index = Math.round(picture.timestamp / 1000);
    failures = 0;
    if (!choice?.copiesPictures) {
      deliver(index, picture);
      return;
    }
    copying.add(index);
    try {
      deliver(index, await createImageBitmap(picture));
    } catch {
      fail();
    } finally {
      picture.close();
      copying.delete(index);
    }
  }

  function deliver(index: number, picture: ClipPicture): void {
    inFlight.delete(index);
    if (isDisposed) picture.close();
    else onPicture(index, picture);
    pump();
  }

  /** Makes the decoder let all pictures go; the next packet has to be a key packet. */
  function flush(): void {
    const flushed = decoder;
    if (!flushed) return;
    nextPacket = null;
    isFlushing = true;
    flushed.flush().then(
      () => {
        if (flushed !== decoder) return;
        isFlushing = false;
        const isLost = [...inFlight].some((index) => !copying.has(index));
        if (isLost) fail();
        else pump();
      },
      // A flush that a restart cuts short is no failure, and any other comes to `error` as well.
      () => undefined,
    );
  }

  /** Some decoders give a picture only after some more packets: find out how many, rather than to wait for ever. */
  function watch(): void {
    clearTimeout(silenceTimer);
    if (inFlight.size === 0 || isFlushing) return;
    silenceTimer = setTimeout(() => {
      if (decoder?.decodeQueueSize === 0 && !isFlushing) {
        const target = nextTarget();
        inFlightLimit += 1;
        if (nextPacket !== null && (target === null || leadsTo(target))) give();
        else flush();
      }
      watch();
    }, SILENCE_MS);
  }

  function restart(): void {
    if (decoder && decoder.state !== "closed") decoder.close();
    decoder = null;
    isFlushing = false;
    inFlight.clear();
    nextPacket = null;
  }

  /** A browser may take a decoder back, for example in a hidden tab: open another, but not for ever. */
  function fail(): void {
    restart();
    failures += 1;
    if (failures < FAILURES_IN_A_ROW) setTimeout(pump, 0);
    else onFailure();
  }

  void chooseDecoder(clip.config).then((chosen) => {
    choice = chosen;
    pump();
  }, onFailure);

  return {
    want(frames) {
      wanted = frames;
      pump();
    },
    dispose() {
      isDisposed = true;
      clearTimeout(silenceTimer);
      restart();
    },
  };
}
