import { GengaError } from "#lib/core/errors.ts";

/** Said alike for a backend that isn't there and for one of another workspace. */
export function backendNotFound(): GengaError {
  return new GengaError(
    "not-found",
    "This backend isn't there any more. Its takes are safe. Go back to the list of backends.",
  );
}
