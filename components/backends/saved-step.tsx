"use client";

import { Play } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { BackendView } from "#lib/core/backend-settings.ts";

/** That it is saved, and the best next thing to do. */
export function SavedStep(props: { backend: BackendView; onDone: () => void; onTry: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-muted">
        Choose it as a project’s backend, or for single segments, in the editor. Try it first: one
        drawing between two samples shows whether all of it works.
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="large" onClick={props.onDone}>
          Done
        </Button>
        <Button
          autoFocus
          size="large"
          look="primary"
          icon={<Play aria-hidden />}
          onClick={props.onTry}
        >
          Try it now
        </Button>
      </div>
    </div>
  );
}
