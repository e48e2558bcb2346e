/** A clip as packets. The house format has no B-frames, so packet n is picture n. */
export type DemuxedClip = {
  readonly config: VideoDecoderConfig;
  readonly packets: readonly { readonly data: Uint8Array; readonly isKey: boolean }[];
  readonly sizeBytes: number;
};

/** The packet from which decoding has to begin to get at a picture: the last key packet up to it. */
export function keyPacketBefore(clip: DemuxedClip, frame: number): number {
  for (let index = Math.min(frame, clip.packets.length - 1); index > 0; index -= 1) {
    if (clip.packets[index]?.isKey) return index;
  }
  return 0;
}
