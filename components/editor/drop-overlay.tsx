import { ImagePlus } from "lucide-react";

/** Where a drop away from the timeline would land. */
export function DropOverlay() {
  return (
    <div className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-lg border-2 border-dashed border-select bg-bg/95">
      <p className="flex items-center gap-2 text-sm font-medium">
        <ImagePlus aria-hidden className="size-5 text-select" />
        Drop to add at the end, or on the timeline to insert
      </p>
    </div>
  );
}
