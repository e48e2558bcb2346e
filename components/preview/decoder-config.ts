/** How clips of one shape are decoded here. */
export type DecoderChoice = {
  readonly config: VideoDecoderConfig;
  /**
   * A decoder in hardware has a handful of picture buffers and stops when they are held, so its pictures have to be
   * copied; a decoder in software makes as many as are asked for.
   */
  readonly copiesPictures: boolean;
};

const choices = new Map<string, Promise<DecoderChoice>>();

/** Whether clips can be decoded at all: browsers offer WebCodecs on https and on localhost only. */
export function canDecodeClips(): boolean {
  return typeof VideoDecoder === "function" && typeof EncodedVideoChunk === "function";
}

/** Prefers software, whose pictures can be kept, and falls back to whatever the browser has. */
export async function chooseDecoder(config: VideoDecoderConfig): Promise<DecoderChoice> {
  const shape = `${config.codec} ${config.codedWidth}x${config.codedHeight}`;
  const known = choices.get(shape) ?? probe(config);
  choices.set(shape, known);
  const choice = await known;
  // The probe is by shape; each clip brings its own description.
  return { ...choice, config: { ...choice.config, ...config } };
}

async function probe(config: VideoDecoderConfig): Promise<DecoderChoice> {
  const software: VideoDecoderConfig = {
    ...config,
    hardwareAcceleration: "prefer-software",
    // Each packet gives its picture at once, which exact scrubbing needs.
    optimizeForLatency: true,
  };
  const { supported } = await VideoDecoder.isConfigSupported(software).catch(() => ({
    supported: false,
  }));
  return supported
    ? { config: software, copiesPictures: false }
    : { config: { ...config, optimizeForLatency: true }, copiesPictures: true };
}
