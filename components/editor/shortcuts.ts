/** Every shortcut of the editor, as its sheet shows them; `use-shortcuts.ts` and the panels act on them. */
export const SHORTCUT_GROUPS: readonly {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly what: string }[];
}[] = [
  {
    title: "Play",
    rows: [
      { keys: ["Space"], what: "Play or pause" },
      { keys: ["J", "K", "L"], what: "Backwards, stop, forwards; again for double speed" },
      { keys: ["←", "→"], what: "One frame; with Shift ten" },
      { keys: ["↑", "↓"], what: "Previous and next keyframe" },
      { keys: ["Home", "End"], what: "Start and end" },
      { keys: ["Shift L"], what: "Loop" },
    ],
  },
  {
    title: "Generate",
    rows: [
      { keys: ["G"], what: "Generate the selected segments" },
      { keys: ["Shift G"], what: "Generate all that is missing" },
      { keys: ["R"], what: "Redraw the selected segments with a new seed" },
      { keys: ["Q"], what: "Show or hide the queue" },
    ],
  },
  {
    title: "Edit",
    rows: [
      { keys: ["Ctrl Z"], what: "Undo" },
      { keys: ["Ctrl Shift Z"], what: "Redo" },
      { keys: ["Ctrl D"], what: "Duplicate the selected keyframes" },
      { keys: ["Del"], what: "Delete the selected keyframes" },
      { keys: ["Ctrl A"], what: "Select all keyframes" },
      { keys: ["Esc"], what: "Select nothing" },
      { keys: ["X"], what: "Turn the selected segments into cuts, and back" },
      { keys: ["H"], what: "Type the hold of the selected keyframe" },
      { keys: ["Ctrl V"], what: "Paste drawings behind the selection" },
    ],
  },
  {
    title: "Timeline and window",
    rows: [
      { keys: ["Ctrl Wheel"], what: "Zoom about the pointer" },
      { keys: ["Shift Z"], what: "Zoom to fit" },
      { keys: ["Alt ←", "Alt →"], what: "Move the selected keyframes" },
      { keys: ["I"], what: "Show or hide the inspector" },
      { keys: ["?"], what: "This sheet" },
    ],
  },
];
