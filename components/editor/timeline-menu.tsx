"use client";

import {
  ArrowUpToLine,
  Copy,
  ImagePlus,
  RefreshCw,
  Scissors,
  Sparkles,
  Trash2,
  X,
} from "lucide-react";
import { ContextMenu } from "#components/ui/context-menu.tsx";
import type { MenuItem } from "#components/ui/menu-item.ts";
import { isPending } from "#lib/core/take.ts";
import { useCanEdit, useEditor, useEditorState } from "./editor-context.ts";
import {
  keyframeIdsOfSelection,
  pendingOfSelection,
  segmentsOfSelection,
} from "./segment-choices.ts";

/** The menu under the pointer on the timeline: what can be done with what is selected there. */
export function TimelineMenu(props: { onPickFiles: (gapIndex: number) => void }) {
  const { store, state, actions } = useEditor();
  const menu = useEditorState((editor) => editor.menu);
  const canEdit = useCanEdit();
  const items = (): MenuItem[] => {
    const { view } = store.getState();
    if (!view || !menu) return [];
    const { selection } = state.getState();
    const keyframeIds = keyframeIdsOfSelection(view, selection);
    const segments = segmentsOfSelection(view, selection);
    const drawn = segments.filter((segment) => !segment.isCut);
    const pendingIds = drawn.flatMap((segment) =>
      (view.takesBySegment.get(segment.id) ?? []).filter(isPending).map((take) => take.id),
    );
    if (!canEdit)
      return [{ label: "Select all keyframes", shortcut: "Ctrl A", onSelect: actions.selectAll }];
    const list: MenuItem[] = [];
    if (drawn.length > 0) {
      list.push(
        {
          label: "Generate",
          shortcut: "G",
          icon: <Sparkles />,
          onSelect: actions.generateSelection,
        },
        {
          label: "Redraw with a new seed",
          shortcut: "R",
          icon: <RefreshCw />,
          onSelect: actions.redrawSelection,
        },
      );
    }
    const movable = pendingOfSelection(view, selection);
    if (movable.length > 0) {
      list.push({
        label: "Move to front",
        icon: <ArrowUpToLine />,
        onSelect: () => actions.moveToFront(movable),
      });
    }
    if (pendingIds.length > 0) {
      list.push({
        label: "Cancel",
        icon: <X />,
        onSelect: () => actions.cancelTakes(pendingIds),
      });
    }
    if (segments.length > 0) {
      list.push(
        {
          label: drawn.length === 0 ? "Make an in-between" : "Make a cut",
          shortcut: "X",
          icon: <Scissors />,
          onSelect: actions.toggleCut,
        },
        "separator",
      );
    }
    list.push({
      label: "Insert drawings here…",
      icon: <ImagePlus />,
      onSelect: () => props.onPickFiles(menu.gapIndex),
    });
    if (keyframeIds.length > 0) {
      list.push(
        {
          label: "Duplicate",
          shortcut: "Ctrl D",
          icon: <Copy />,
          onSelect: () => actions.duplicateKeyframes(keyframeIds),
        },
        "separator",
        {
          label:
            keyframeIds.length > 1 ? `Delete ${keyframeIds.length} keyframes` : "Delete keyframe",
          shortcut: "Del",
          icon: <Trash2 />,
          danger: true,
          onSelect: () => actions.removeKeyframes(keyframeIds),
        },
      );
    } else {
      list.push({ label: "Select all keyframes", shortcut: "Ctrl A", onSelect: actions.selectAll });
    }
    return list;
  };
  return <ContextMenu point={menu} items={items} onClose={() => state.setState({ menu: null })} />;
}
