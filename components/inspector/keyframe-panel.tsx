"use client";

import { Copy, ImageUp, Trash2 } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { IMAGE_ACCEPT } from "#components/ui/image-accept.ts";
import { formatTimecode } from "#lib/core/frame-rate.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import { imageUrl } from "#lib/realtime/browser/urls.ts";
import { InspectorHeading, InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { KeyframeFields } from "./keyframe-fields.tsx";

/** One keyframe: its drawing, how long it holds, and what happens there. */
export function KeyframePanel(props: PanelProps & { keyframe: Keyframe }) {
  const { projectId, view, keyframe, canEdit, actions } = props;
  const index = view.sequence.keyframes.indexOf(keyframe);
  const startFrame = view.schedule.keyframeStartFrames[index] ?? 0;
  return (
    <>
      <InspectorHeading
        title={keyframe.label === "" ? `Keyframe ${index + 1}` : keyframe.label}
        detail={`Keyframe ${index + 1} of ${view.sequence.keyframes.length} · at ${formatTimecode(startFrame, view.project.frameRate)}`}
        action={
          canEdit ? (
            <>
              <IconButton
                label="Duplicate"
                shortcut="Ctrl D"
                icon={<Copy />}
                onClick={() => actions.duplicateKeyframes([keyframe.id])}
              />
              <IconButton
                label="Delete keyframe"
                shortcut="Del"
                icon={<Trash2 />}
                onClick={() => actions.removeKeyframes([keyframe.id])}
              />
            </>
          ) : null
        }
      />
      <div className="border-b border-line p-3">
        <button
          type="button"
          aria-label={`Go to keyframe ${index + 1}`}
          onClick={() => actions.seek(startFrame)}
          className="block w-full overflow-hidden rounded-md bg-field"
          style={{ aspectRatio: `${view.project.width} / ${view.project.height}` }}
        >
          <img
            src={imageUrl(projectId, keyframe.imageId)}
            alt=""
            draggable={false}
            className="size-full object-contain"
            style={{ background: view.project.fitColor, objectFit: view.project.fit }}
          />
        </button>
        {canEdit ? <ReplaceImage keyframe={keyframe} actions={actions} /> : null}
      </div>
      <InspectorSection title="Timing and notes">
        <KeyframeFields {...props} keyframes={[keyframe]} />
      </InspectorSection>
    </>
  );
}

function ReplaceImage({
  keyframe,
  actions,
}: {
  keyframe: Keyframe;
  actions: PanelProps["actions"];
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={IMAGE_ACCEPT}
        className="hidden"
        aria-label="Replace the drawing with"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // Emptied, so that picking the same file again is noticed.
          event.target.value = "";
          if (file) actions.replaceImage(keyframe.id, file);
        }}
      />
      <Button
        size="small"
        look="quiet"
        icon={<ImageUp className="size-3.5" aria-hidden />}
        className="mt-2 w-full"
        onClick={() => input.current?.click()}
      >
        Replace drawing…
      </Button>
    </>
  );
}
