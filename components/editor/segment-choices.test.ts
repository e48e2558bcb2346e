import { describe, expect, test } from "vitest";
import { insertKeyframes } from "#lib/core/edits/insert-keyframes.ts";
import { setCut } from "#lib/core/edits/set-cut.ts";
import { applyChange } from "#lib/core/change.ts";
import { newProject } from "#lib/core/project.ts";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import { sequenceOf } from "#lib/core/sequence.ts";
import { loopRangeOf } from "./loop-range.ts";
import { countSegments, keyframeIdsOfSelection, segmentsOfSelection } from "./segment-choices.ts";

/** Four keyframes; the segment between the second and the third is a cut. */
function storyboard(): ProjectView {
  const project = newProject("project-1", "Test");
  let records = recordsFrom([project]);
  const keyframes = ["kf-aaaaa", "kf-bbbbb", "kf-ccccc", "kf-ddddd"].map((id) => ({
    id,
    imageId: "0".repeat(64),
    label: "",
  }));
  const sequence = sequenceOf(project, records);
  records = applyChange(records, insertKeyframes({ sequence, index: 0, keyframes }));
  const inserted = sequenceOf(project, records);
  const segmentIds = [inserted.segments[1]?.id ?? ""];
  records = applyChange(records, setCut({ project, sequence: inserted, segmentIds, isCut: true }));
  const view = projectViewOf({ records, backends: new Map() });
  if (!view) throw new Error("no project");
  return view;
}

const selected = (...ids: string[]) => ({ ids: new Set(ids), anchorId: null });

describe("what a selection speaks of", () => {
  test("two neighbouring keyframes mean the segment between them; one alone means none", () => {
    const view = storyboard();
    const [first] = view.sequence.segments;
    expect(segmentsOfSelection(view, selected("kf-aaaaa"))).toEqual([]);
    expect(segmentsOfSelection(view, selected("kf-aaaaa", "kf-bbbbb"))).toEqual([first]);
    expect(segmentsOfSelection(view, selected("kf-aaaaa", "kf-ccccc"))).toEqual([]);
    expect(segmentsOfSelection(view, selected(first?.id ?? ""))).toEqual([first]);
  });

  test("keyframes come in the order of the story, whatever the order of the clicks", () => {
    const ids = keyframeIdsOfSelection(storyboard(), selected("kf-ddddd", "kf-aaaaa"));
    expect(ids).toEqual(["kf-aaaaa", "kf-ddddd"]);
  });
});

test("a cut is never missing", () => {
  const { missing, stale, pending } = countSegments(storyboard());
  expect(missing.map((segment) => segment.index)).toEqual([0, 2]);
  expect([...stale, ...pending]).toEqual([]);
});

test("a loop spans the frames of what is selected", () => {
  const view = storyboard();
  const [first] = view.sequence.segments;
  expect(loopRangeOf(view, selected(first?.id ?? ""))).toEqual({ startFrame: 0, endFrame: 48 });
  expect(loopRangeOf(view, selected())).toBeNull();
});
