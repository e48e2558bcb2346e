"use client";

import { Sparkles } from "lucide-react";
import { useStore } from "zustand";
import { Button } from "#components/ui/button.tsx";
import { isUnderWay } from "#lib/realtime/browser/upload-item.ts";
import { useEditor, useProjectState } from "./editor-context.ts";

/** The one next step for a project whose first drawings have landed; gone as soon as there is a take. */
export function NextStepHint(props: { onPick: () => void }) {
  const { actions, uploads } = useEditor();
  const keyframeCount = useProjectState(({ view }) => view?.sequence.keyframes.length ?? 0);
  const hasTakes = useProjectState(({ view }) => (view?.records.take.size ?? 0) > 0);
  const isUploading = useStore(uploads, ({ items }) => items.some(isUnderWay));
  if (keyframeCount === 0 || hasTakes || isUploading) return null;
  const isSingle = keyframeCount === 1;
  return (
    <div className="flex shrink-0 items-center justify-center gap-3 border-t border-line bg-panel px-3 py-1.5 text-xs">
      <span className="text-muted">
        {isSingle
          ? "One drawing holds still. Add a second and the motion between them can be drawn."
          : "The drawings are in place. Generate what lies between them."}
      </span>
      {isSingle ? (
        <Button size="small" onClick={props.onPick}>
          Add drawings…
        </Button>
      ) : (
        <Button
          size="small"
          look="primary"
          icon={<Sparkles aria-hidden className="size-3" />}
          onClick={actions.generateMissing}
        >
          Generate all
        </Button>
      )}
    </div>
  );
}
