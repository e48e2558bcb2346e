"use client";

import { Copy, Trash2 } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Keyframe } from "#lib/core/keyframe.ts";
import { thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import { InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { KeyframeFields } from "./keyframe-fields.tsx";
import { countOf } from "./words.ts";

/** Enough to recognise what is selected without filling the panel. */
const MAX_THUMBNAILS = 8;

/** Many keyframes at once. */
export function KeyframesPanel(props: PanelProps & { keyframes: readonly Keyframe[] }) {
  const { projectId, keyframes, canEdit, actions } = props;
  const ids = keyframes.map((keyframe) => keyframe.id);
  const restCount = keyframes.length - MAX_THUMBNAILS;
  return (
    <InspectorSection
      title={countOf(keyframes.length, "keyframe")}
      action={
        canEdit ? (
          <span className="flex">
            <IconButton
              size="small"
              label="Duplicate"
              shortcut="Ctrl D"
              icon={<Copy />}
              onClick={() => actions.duplicateKeyframes(ids)}
            />
            <IconButton
              size="small"
              label="Delete keyframes"
              shortcut="Del"
              icon={<Trash2 />}
              onClick={() => actions.removeKeyframes(ids)}
            />
          </span>
        ) : null
      }
    >
      <div className="mb-1 flex flex-wrap gap-1">
        {keyframes.slice(0, MAX_THUMBNAILS).map((keyframe) => (
          <img
            key={keyframe.id}
            src={thumbnailUrl(projectId, keyframe.imageId)}
            alt=""
            loading="lazy"
            className="h-8 w-12 rounded-sm bg-field object-cover"
          />
        ))}
        {restCount > 0 ? (
          <span className="flex h-8 items-center px-1 text-2xs text-muted">+{restCount}</span>
        ) : null}
      </div>
      <KeyframeFields {...props} />
    </InspectorSection>
  );
}
