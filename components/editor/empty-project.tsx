"use client";

import { Images } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IMAGE_TYPES_TEXT } from "#components/ui/image-accept.ts";

/** A project with no keyframe: where the first drawings go. */
export function EmptyProject(props: { canEdit: boolean; onPick: () => void }) {
  if (!props.canEdit) {
    return <p className="grid h-full place-items-center text-sm text-muted">No drawings yet.</p>;
  }
  return (
    <div className="h-full p-3">
      <div className="flex h-full flex-col items-center justify-center gap-1 rounded-lg border border-dashed border-line-strong p-6 text-center">
        <Images aria-hidden className="mb-2 size-9 text-accent" strokeWidth={1.4} />
        <h2 className="text-lg font-semibold">Drop key drawings here</h2>
        <p className="max-w-md text-sm text-muted">
          As many as you like, whole folders too: they line up by file name. Genga draws what lies
          between each two.
        </p>
        <Button look="primary" size="large" className="mt-4" onClick={props.onPick}>
          Choose drawings…
        </Button>
        <p className="mt-2 text-2xs text-faint">{IMAGE_TYPES_TEXT}, up to 50 MB each, or paste</p>
      </div>
    </div>
  );
}
