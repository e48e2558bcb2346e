import { toast } from "sonner";
import { countOf } from "#components/inspector/words.ts";
import type { TimelineSight } from "#components/timeline/timeline-props.ts";
import { setProject } from "#lib/core/edits/set-project.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { GengaError } from "#lib/core/errors.ts";
import { isPending } from "#lib/core/take.ts";
import * as api from "#lib/realtime/browser/api.ts";
import type { ProjectStore } from "#lib/realtime/browser/project-state.ts";
import type { EditorStateStore } from "./editor-state.ts";
import { runNotified } from "./notify.ts";
import { needsPlan } from "./needs-plan.ts";
import { pendingOfSelection, segmentsOfSelection } from "./segment-choices.ts";
import { whenSaved } from "./when-saved.ts";

/** The commands that ask for takes and lead their queue. */
export function createTakeActions(options: {
  projectId: string;
  store: ProjectStore;
  state: EditorStateStore;
  sight: TimelineSight;
}) {
  const { projectId, store, state, sight } = options;

  /** What the person looks at is drawn first: what is selected, then what is in sight. */
  const withFirst = (request: api.TakesRequest): api.TakesRequest => {
    const { view } = store.getState();
    if (!view) return request;
    const selected = segmentsOfSelection(view, state.getState().selection).map(({ id }) => id);
    const first = [...new Set([...selected, ...sight.segmentIds()])];
    return { ...request, firstSegmentIds: first.slice(0, api.MAX_FIRST_SEGMENTS) };
  };
  const ask = (request: api.TakesRequest) =>
    runNotified(async () => {
      await whenSaved(store);
      tellAsked(await api.requestTakes(projectId, withFirst(request)));
    });
  /** What only the draft draws costs nothing and begins at once; the rest is shown first. */
  const plan = (request: api.TakesRequest) => {
    const { view } = store.getState();
    if (view && needsPlan(view, request)) state.setState({ planned: request });
    else ask(request);
  };
  const generate = (request: { segmentIds: readonly string[]; force?: boolean; seed?: number }) => {
    if (request.segmentIds.length === 0) return;
    if (request.segmentIds.length === 1) ask({ scope: "segments", ...request });
    else plan({ scope: "segments", ...request });
  };
  const generateSelected = (request: { force: boolean; hint: string }) => {
    const { view } = store.getState();
    if (!view) return;
    const segments = segmentsOfSelection(view, state.getState().selection);
    const segmentIds = segments.flatMap(({ id, isCut }) => (isCut ? [] : [id]));
    if (segmentIds.length === 0) toast(request.hint);
    generate({ segmentIds, force: request.force });
  };
  const moveToFront = (takeIds: readonly string[]) =>
    runNotified(async () => {
      if (takeIds.length === 0) return;
      const { moved } = await api.moveTakesToFront(projectId, takeIds);
      if (moved === 0) toast("Nothing to move: they are being drawn already, or done.");
    });
  const retryTakes = (takeIds: readonly string[]) =>
    runNotified(async () => {
      for (const takeId of takeIds) {
        try {
          await api.retryTake(projectId, takeId);
        } catch (error) {
          // Of many, somebody else may have tried one again by now; that is what was wanted.
          const isUnderWay = error instanceof GengaError && error.code === "conflict";
          if (!isUnderWay || takeIds.length === 1) throw error;
        }
      }
    });

  return {
    generate,
    generateMissing: () => plan({ scope: "missing" }),
    generateStale: () => plan({ scope: "stale" }),
    /** What is only drafted is drawn by this backend, from now on and at once. */
    redrawDrafts: (backendId: string) => plan({ scope: "drafts", backendId }),
    generateSelection: () =>
      generateSelected({
        force: false,
        hint: "Select a segment, or two keyframes, to generate.",
      }),
    redrawSelection: () =>
      generateSelected({ force: true, hint: "Select a segment, or two keyframes, to redraw." }),
    /** Asks for what was planned, once the person has agreed. */
    requestPlanned: () => {
      const { planned } = state.getState();
      state.setState({ planned: null });
      if (planned) ask(planned);
    },
    /** From now on these segments are drawn with this backend, and at once. */
    drawWith: (request: { segmentIds: readonly string[]; backendId: string }) => {
      const { view } = store.getState();
      if (!view) return;
      const { segmentIds, backendId } = request;
      const wanted = new Set(segmentIds);
      const segments = view.sequence.segments.filter(({ id }) => wanted.has(id));
      store.commit({
        label: "Change backend",
        change: setSegments({ segments, fields: { backendId } }),
      });
      // What still waits for the other backend would be in the way of a new take.
      const waiting = segmentIds.flatMap((id) =>
        (view.takesBySegment.get(id) ?? []).filter(
          (take) => isPending(take) && take.status.state !== "running",
        ),
      );
      runNotified(async () => {
        if (waiting.length > 0) {
          await api.cancelTakes(projectId, { takeIds: waiting.map(({ id }) => id) });
        }
        generate({ segmentIds });
      });
    },
    setPaused: (isPaused: boolean) => {
      const { view } = store.getState();
      if (!view) return;
      store.commit({
        label: isPaused ? "Pause generation" : "Resume generation",
        change: setProject({ project: view.project, fields: { isPaused } }),
      });
    },
    moveToFront,
    moveSelectionToFront: () => {
      const { view } = store.getState();
      if (view) moveToFront(pendingOfSelection(view, state.getState().selection));
    },
    cancelAll: () =>
      runNotified(async () => {
        const { cancelled } = await api.cancelTakes(projectId, { all: true });
        toast(`Cancelled ${countOf(cancelled, "take")}.`);
      }),
    cancelTakes: (takeIds: readonly string[]) =>
      runNotified(() => api.cancelTakes(projectId, { takeIds })),
    retryTakes,
    retryTake: (takeId: string) => retryTakes([takeId]),
    deleteTake: (takeId: string) => runNotified(() => api.deleteTake(projectId, takeId)),
  };
}

function tellAsked({ queued, reused, skipped }: api.TakesRequested): void {
  if (queued > 0) {
    const again = reused > 0 ? ` ${countOf(reused, "segment")} had an equal take already.` : "";
    toast(`Generating ${countOf(queued, "segment")}.${again}`);
  } else if (reused > 0) {
    toast(`${countOf(reused, "segment")} had an equal take already: nothing to wait for.`);
  } else {
    toast(
      skipped > 0
        ? "Nothing to generate: every take is up to date or on its way. Redraw makes a new one."
        : "Nothing to generate.",
    );
  }
}
