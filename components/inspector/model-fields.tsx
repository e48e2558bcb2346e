"use client";

import { TextField } from "#components/ui/text-field.tsx";
import { setSegments, type SegmentFields as Fields } from "#lib/core/edits/set-segments.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { BackendSelect } from "./backend-select.tsx";
import { commonValue, sharedOrNull } from "./common-value.ts";
import type { PanelProps } from "./inspector-props.ts";
import { ParamFields } from "./param-fields.tsx";
import { SeedField } from "./seed-field.tsx";
import { countOf } from "./words.ts";

const AS_PROJECT = "as-project";

/** What a backend is asked to draw: which backend, prompts, seed, and the model's own settings. */
export function ModelFields(props: PanelProps & { segments: readonly SequenceSegment[] }) {
  const { segments, view, canEdit, commit } = props;
  const { project, backends } = view;
  const edit = (label: string, fields: Fields, groupId?: string) =>
    commit({
      label: segments.length > 1 ? `${label} of ${countOf(segments.length, "segment")}` : label,
      change: setSegments({ segments, fields }),
      ...(groupId === undefined ? {} : { groupId }),
    });
  const chosen = commonValue(segments, (segment) => segment.record.backendId);
  const inUse = sharedOrNull(commonValue(segments, (segment) => segment.backendId));
  const backend = inUse === null ? undefined : backends.get(inUse);
  const projectBackend = backends.get(project.backendId)?.name ?? "removed";
  const text = (name: "prompt" | "negativePrompt") => {
    const common = commonValue(segments, (segment) => segment.record[name]);
    return {
      value: sharedOrNull(common) ?? "",
      placeholder: common.isMixed ? "Mixed" : undefined,
      maxLength: LIMITS.promptChars,
      disabled: !canEdit,
    };
  };
  const readsNoPrompt =
    backend && !backend.usesPrompt
      ? `${backend.name} works from the two drawings alone; a model that reads prompts will use this.`
      : undefined;
  return (
    <>
      <BackendSelect
        {...props}
        value={chosen.isMixed ? null : (chosen.value ?? AS_PROJECT)}
        inUseId={inUse}
        first={{ value: AS_PROJECT, label: `As the project (${projectBackend})` }}
        onEdit={(value) =>
          edit("Change backend", { backendId: value === AS_PROJECT ? null : value })
        }
      />
      <SeedField {...props} backend={backend} />
      <TextField
        label="Prompt"
        rows={3}
        help={readsNoPrompt}
        {...text("prompt")}
        onEdit={(prompt, groupId) => edit("Change prompt", { prompt }, groupId)}
      />
      {backend && !backend.usesNegativePrompt ? null : (
        <TextField
          label="Negative prompt"
          rows={2}
          {...text("negativePrompt")}
          onEdit={(negativePrompt, groupId) =>
            edit("Change negative prompt", { negativePrompt }, groupId)
          }
        />
      )}
      {backend ? <ParamFields {...props} backend={backend} /> : null}
    </>
  );
}
