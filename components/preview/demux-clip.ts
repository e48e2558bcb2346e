import { BufferSource, EncodedPacketSink, Input, MP4 } from "mediabunny";
import type { DemuxedClip } from "./demuxed-clip.ts";

/**
 * Takes a clip's file apart into its packets. In a file of its own, imported when the first clip is needed, because
 * the demuxer is larger than the rest of the preview.
 * @throws when the bytes are no clip with a video track.
 */
export async function demuxClip(bytes: ArrayBuffer): Promise<DemuxedClip> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  try {
    const track = await input.getPrimaryVideoTrack();
    const config = await track?.getDecoderConfig();
    if (!track || !config) throw new Error("the clip has no video");
    const packets: { data: Uint8Array; isKey: boolean }[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push({ data: packet.data, isKey: packet.type === "key" });
    }
    if (packets[0]?.isKey !== true) throw new Error("the clip does not begin with a key packet");
    return { config, packets, sizeBytes: bytes.byteLength };
  } finally {
    input.dispose();
  }
}
