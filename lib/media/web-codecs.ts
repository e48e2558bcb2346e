import {
  AudioData,
  AudioDecoder,
  AudioEncoder,
  EncodedAudioChunk,
  EncodedVideoChunk,
  VideoColorSpace,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
} from "@napi-rs/webcodecs";

/**
 * The one place where Node gets WebCodecs. mediabunny looks for the classes on `globalThis`, as in a browser; our own
 * code takes them from here, so that a missing import can't go unseen.
 */
Object.assign(globalThis, {
  AudioData,
  AudioDecoder,
  AudioEncoder,
  EncodedAudioChunk,
  EncodedVideoChunk,
  VideoColorSpace,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
});

export { EncodedVideoChunk, VideoDecoder, VideoEncoder, VideoFrame };
