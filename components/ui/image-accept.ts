/** The image types that become keyframes, for a file picker. */
export const IMAGE_ACCEPT =
  "image/png,image/jpeg,image/webp,image/avif,image/gif,image/tiff,.png,.jpg,.jpeg,.webp,.avif,.gif,.tif,.tiff";

/** The same types in words. */
export const IMAGE_TYPES_TEXT = "PNG, JPEG, WebP, AVIF, GIF or TIFF";
