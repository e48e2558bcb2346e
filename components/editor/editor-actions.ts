import { toast } from "sonner";
import type { PreviewController } from "#components/preview/preview-controller.ts";
import type { TimelineSight } from "#components/timeline/timeline-props.ts";
import { countOf } from "#components/inspector/words.ts";
import type { Playhead } from "#components/ui/playhead.ts";
import { duplicateKeyframes } from "#lib/core/edits/duplicate-keyframes.ts";
import { removeKeyframes } from "#lib/core/edits/remove-keyframes.ts";
import { setCut } from "#lib/core/edits/set-cut.ts";
import { setKeyframes } from "#lib/core/edits/set-keyframes.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import { EMPTY_SELECTION, selectAll, type Selection } from "#lib/core/selection.ts";
import { newId } from "#lib/realtime/browser/new-id.ts";
import type { ProjectStore } from "#lib/realtime/browser/project-state.ts";
import type { UploadQueue } from "#lib/realtime/browser/upload-queue.ts";
import type { EditorStateStore, TakeComparison } from "./editor-state.ts";
import { loopRangeOf } from "./loop-range.ts";
import { runNotified } from "./notify.ts";
import { keyframeIdsOfSelection, segmentsOfSelection } from "./segment-choices.ts";
import { createTakeActions } from "./take-actions.ts";

export type EditorActions = ReturnType<typeof createEditorActions>;

/** Every command of the editor, for buttons, menus and keys alike. Each reads the state at the moment it is called. */
export function createEditorActions(options: {
  projectId: string;
  store: ProjectStore;
  state: EditorStateStore;
  uploads: UploadQueue;
  playhead: Playhead;
  controller: PreviewController;
  sight: TimelineSight;
}) {
  const { store, state, uploads, playhead, controller } = options;
  const selection = () => state.getState().selection;
  const withView = (run: (view: ProjectView) => void) => {
    const { view } = store.getState();
    if (view) run(view);
  };
  const select = (next: Selection) => state.setState({ selection: next });

  const duplicate = (keyframeIds: readonly string[]) =>
    withView(({ sequence }) => {
      if (keyframeIds.length === 0) return;
      const newIds = keyframeIds.map(() => newId());
      const change = duplicateKeyframes({ sequence, keyframeIds, newIds });
      if (store.commit({ label: `Duplicate ${countOf(newIds.length, "keyframe")}`, change })) {
        select({ ids: new Set(newIds), anchorId: newIds[0] ?? null });
      }
    });
  const remove = (keyframeIds: readonly string[]) =>
    withView(({ sequence }) => {
      if (keyframeIds.length === 0) return;
      const label = `Delete ${countOf(keyframeIds.length, "keyframe")}`;
      if (store.commit({ label, change: removeKeyframes({ sequence, keyframeIds }) })) {
        select(EMPTY_SELECTION);
      }
    });
  /** The wipe shows only inside its segment; its middle is where two takes differ most. */
  const seekInto = (view: ProjectView, segmentId: string) => {
    const range = loopRangeOf(view, { ids: new Set([segmentId]), anchorId: null });
    if (!range) return;
    const frame = playhead.frame();
    if (frame > range.startFrame && frame < range.endFrame) return;
    controller.seek(Math.floor((range.startFrame + range.endFrame) / 2));
  };
  const tellStep = (
    word: "Undid" | "Redid",
    step: { label: string; skippedCount: number } | null,
  ) => {
    if (!step || step.skippedCount === 0) return;
    toast.warning(
      `${word} “${step.label}”, without ${countOf(step.skippedCount, "part")} that somebody has changed since.`,
    );
  };

  return {
    select,
    ...createTakeActions(options),
    compareTakes: (comparison: TakeComparison | null) => {
      state.setState({ comparison });
      if (comparison) withView((view) => seekInto(view, comparison.segmentId));
    },
    duplicateKeyframes: duplicate,
    duplicateSelection: () =>
      withView((view) => duplicate(keyframeIdsOfSelection(view, selection()))),
    removeKeyframes: remove,
    removeSelection: () => withView((view) => remove(keyframeIdsOfSelection(view, selection()))),
    toggleCut: () =>
      withView((view) => {
        const { project, sequence } = view;
        const segments = segmentsOfSelection(view, selection());
        if (segments.length === 0) return;
        const isCut = !segments.every((segment) => segment.isCut);
        const segmentIds = segments.map((segment) => segment.id);
        const what = isCut ? "Make a cut" : "Make an in-between";
        store.commit({
          label: segments.length > 1 ? `${what} of ${countOf(segments.length, "segment")}` : what,
          change: setCut({ project, sequence, segmentIds, isCut }),
        });
      }),
    selectAll: () =>
      withView((view) => select(selectAll(view.sequence.keyframes.map(({ id }) => id)))),
    selectNothing: () => select(EMPTY_SELECTION),
    undo: () => tellStep("Undid", store.undo()),
    redo: () => tellStep("Redid", store.redo()),
    /** New drawings go behind the selected keyframes, or at the end. */
    gapAfterSelection: (): number => {
      const { view } = store.getState();
      if (!view) return 0;
      const { ids } = selection();
      const last = view.sequence.keyframes.findLastIndex((keyframe) => ids.has(keyframe.id));
      return last < 0 ? view.sequence.keyframes.length : last + 1;
    },
    replaceImage: (keyframeId: string, file: File) =>
      runNotified(async () => {
        const { imageId } = await uploads.uploadOne(file);
        withView((view) => {
          const keyframe = view.records.keyframe.get(keyframeId);
          if (!keyframe) return;
          store.commit({
            label: "Replace the drawing",
            change: setKeyframes({ keyframes: [keyframe], fields: { imageId } }),
          });
        });
      }),
    seek: (frame: number) => controller.seek(frame),
  };
}
