import type { PreviewController } from "./preview-controller.ts";
import type { PreviewCommand } from "./transport.ts";

/** Does what a key of the player asks for. */
export function runPreviewCommand(controller: PreviewController, command: PreviewCommand): void {
  switch (command.type) {
    case "toggle":
      return controller.toggle();
    case "stop":
      return controller.pause();
    case "start":
      return controller.goToStart();
    case "end":
      return controller.goToEnd();
    case "toggle-loop":
      return controller.toggleLooping();
    case "shuttle":
      return controller.shuttle(command.direction);
    case "keyframe":
      return controller.stepKeyframe(command.direction);
    case "step":
      return controller.step(command.frames);
  }
}
