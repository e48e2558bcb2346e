import { filesFrom } from "#lib/realtime/browser/files-from.ts";
import type { TimelineController } from "../timeline-controller.ts";
import { createEdgeScroll } from "./edge-scroll.ts";

/**
 * Files dragged in from outside: a mark shows where they would land, and a drop hands them over.
 * @returns the function that stops listening.
 */
export function listenToFileDrop(element: HTMLElement, controller: TimelineController): () => void {
  let lastX = 0;
  const edgeScroll = createEdgeScroll(controller, showMark);

  function gap(): number {
    return controller.gapAt(lastX);
  }

  function showMark(): void {
    controller.setPreview({ type: "drop", toIndex: gap() });
  }

  function clear(): void {
    edgeScroll.stop();
    if (controller.preview().type === "drop") controller.setPreview({ type: "none" });
  }

  function onOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files") || !controller.props().canEdit) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    lastX = event.clientX - element.getBoundingClientRect().left;
    showMark();
    edgeScroll.follow(lastX);
  }

  function onLeave(event: DragEvent): void {
    if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return;
    clear();
  }

  function onDrop(event: DragEvent): void {
    const { dataTransfer } = event;
    clear();
    if (!dataTransfer?.types.includes("Files") || !controller.props().canEdit) return;
    // The shell takes drops everywhere else; by this it knows that this one has found its place.
    event.preventDefault();
    void insert(dataTransfer, gap());
  }

  /** A folder's drawings come once it has been read; what can't be read is no drop. */
  async function insert(dataTransfer: DataTransfer, gapIndex: number): Promise<void> {
    const files = await filesFrom(dataTransfer).catch((): File[] => []);
    if (files.length > 0) controller.props().onInsertFiles(files, gapIndex);
  }

  element.addEventListener("dragover", onOver);
  element.addEventListener("dragleave", onLeave);
  element.addEventListener("drop", onDrop);
  return () => {
    clear();
    element.removeEventListener("dragover", onOver);
    element.removeEventListener("dragleave", onLeave);
    element.removeEventListener("drop", onDrop);
  };
}
