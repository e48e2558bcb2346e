import { GengaError } from "#lib/core/errors.ts";
import { framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";
import { LIMITS } from "#lib/core/limits.ts";

/**
 * Part of every clip's key: raise it whenever the encoder, its set-up or the container changes in a way that changes
 * the decoder configuration or the picture, and every clip is derived anew.
 */
export const HOUSE_FORMAT_VERSION = 1;

/** H.264 High. The encoder writes the true level for the size and rate into the SPS, whatever is asked here. */
export const HOUSE_CODEC = "avc1.640034";

/**
 * A keyframe at least this often, so that scrubbing backwards never decodes more than two seconds at 24 fps.
 * Every GOP is closed: no B-frames, and every keyframe is an IDR.
 */
export const KEYFRAME_INTERVAL_FRAMES = 48;

/**
 * The bit rate for a size and rate, in bits per second: 5 Mbit/s at 512×320 and 24 fps, growing with the 0.75th power
 * of the pixels per second (34 Mbit/s at 1080p24), because larger pictures have more pixels per edge.
 *
 * Constant bit rate with a one-second buffer, and no filler: still and flat pictures take far less than this. Measured
 * on three pairs of film stills at 512×320, the decoded luma stays above 47 dB. The constant-quality mode
 * of this encoder is fixed at CRF 23, which gives 40 dB with ringing seen around lines on flat colour.
 */
export function houseBitrate(options: {
  width: number;
  height: number;
  frameRate: FrameRate;
}): number {
  const pxPerSecond = options.width * options.height * framesPerSecond(options.frameRate);
  return Math.round(5_000_000 * (pxPerSecond / (512 * 320 * 24)) ** 0.75);
}

/** Throws `invalid` unless a clip of this size and rate can be made: even sides within the limits, 1 to 120 fps. */
export function assertHouseShape(options: {
  width: number;
  height: number;
  frameRate: FrameRate;
}): void {
  const { width, height, frameRate } = options;
  const { min, max } = LIMITS.frameSidePixels;
  const sideIsGood = (side: number) =>
    Number.isInteger(side) && side % 2 === 0 && side >= min && side <= max;
  if (!sideIsGood(width) || !sideIsGood(height)) {
    throw new GengaError(
      "invalid",
      `A film can't be ${width} × ${height} pixels. Choose even numbers from ${min} to ${max}.`,
    );
  }
  const perSecond = framesPerSecond(frameRate);
  if (!(perSecond >= 1 && perSecond <= 120)) {
    throw new GengaError(
      "invalid",
      "A film has from 1 to 120 frames a second. Choose a rate between.",
    );
  }
}
