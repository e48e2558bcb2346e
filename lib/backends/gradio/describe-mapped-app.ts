import type { BackendDescription } from "#lib/core/backend-description.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import { sha256Hex } from "#lib/core/sha256-hex.ts";
import type { MappingSuggestion } from "./suggest-mapping.ts";

/** A confirmed two-image app as a backend: it draws the project's own frame, at the length that it likes. */
export function describeMappedApp(
  suggestion: MappingSuggestion,
  named: { id: string; name: string },
): BackendDescription {
  const { mapping, settings, seedRange } = suggestion;
  const uses = new Set(Object.values(mapping.sources).map(({ from }) => from));
  return {
    ...named,
    // Filled in another way, the same app draws something else.
    version: sha256Hex(canonicalJson(mapping)).slice(0, 16),
    isDraft: false,
    nativeSize: null,
    nativeFrames: null,
    nativeFrameRate: null,
    span: "closed",
    usesPrompt: uses.has("prompt"),
    usesNegativePrompt: uses.has("negative-prompt"),
    seedRange,
    params: settings,
    canCancel: true,
  };
}
