"use client";

import { useRef, type ReactNode } from "react";
import { IMAGE_ACCEPT } from "#components/ui/image-accept.ts";
import { inNaturalOrder } from "#lib/realtime/browser/files-from.ts";
import type { UploadQueue } from "#lib/realtime/browser/upload-queue.ts";

/**
 * The system's file picker for drawings.
 * @returns what opens it for a gap of the sequence, and the hidden input that must be rendered once.
 */
export function useFilePicker(uploads: UploadQueue): {
  pickFiles: (gapIndex: number) => void;
  input: ReactNode;
} {
  const ref = useRef<HTMLInputElement>(null);
  const gap = useRef(0);
  return {
    pickFiles: (gapIndex) => {
      gap.current = gapIndex;
      ref.current?.click();
    },
    input: (
      <input
        ref={ref}
        type="file"
        multiple
        accept={IMAGE_ACCEPT}
        aria-label="Add drawings"
        className="hidden"
        onChange={(event) => {
          const files = inNaturalOrder(event.target.files ?? []);
          event.target.value = "";
          uploads.addFiles(files, gap.current);
        }}
      />
    ),
  };
}
