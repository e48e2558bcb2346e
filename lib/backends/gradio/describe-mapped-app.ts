import type { BackendDescription } from "#lib/core/backend-description.ts";
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
    version: (mapping.fingerprint ?? "preset").slice(0, 16),
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
