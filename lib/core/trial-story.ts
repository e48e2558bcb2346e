import { applyChange, EMPTY_CHANGE } from "./change.ts";
import { newKeyframe } from "./keyframe.ts";
import { orderKeysBetween } from "./order.ts";
import { newProject, type Project } from "./project.ts";
import { emptyRecords } from "./records.ts";
import { sequenceOf, type SequenceSegment } from "./sequence.ts";

/** A new project as anybody makes one, with two drawings in it: what a backend is tried with. */
export function trialStory(options: {
  firstImageId: string;
  lastImageId: string;
  prompt: string;
}): { project: Project; segment: SequenceSegment } {
  const { firstImageId, lastImageId, prompt } = options;
  const project = { ...newProject("backend-trial", "Trial"), prompt };
  const [order = "", nextOrder = ""] = orderKeysBetween(null, null, 2);
  const put = [
    newKeyframe({ id: "trial-first", order, imageId: firstImageId }),
    newKeyframe({ id: "trial-last", order: nextOrder, imageId: lastImageId }),
  ];
  const { segments } = sequenceOf(project, applyChange(emptyRecords(), { ...EMPTY_CHANGE, put }));
  const [segment] = segments;
  if (!segment) throw new Error("two keyframes make a segment");
  return { project, segment };
}
