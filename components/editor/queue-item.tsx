"use client";

import type { ReactNode } from "react";
import { thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { useEditor } from "./editor-context.ts";

/** A row of the queue: the drawing that the take begins with, its segment, what there is to say, and what can be done. */
export function QueueItem(props: {
  take: Take;
  /** Undefined when its two drawings no longer follow each other. */
  segment: SequenceSegment | undefined;
  /** On the right; empty for nothing. */
  aside: string;
  /** In full, where the row has no room for it. */
  title: string;
  onDelete: (() => void) | undefined;
  buttons: ReactNode;
  children: ReactNode;
}) {
  const { take, segment, aside, title, onDelete, buttons, children } = props;
  const { projectId, actions } = useEditor();
  return (
    <li className="group relative flex items-center gap-2 px-3 py-1 [contain-intrinsic-size:auto_40px] [content-visibility:auto] focus-within:bg-raised hover:bg-raised">
      <img
        src={thumbnailUrl(projectId, segment?.from.imageId ?? take.recipe.fromImageId)}
        alt=""
        loading="lazy"
        className="h-6 w-9 shrink-0 rounded-sm bg-field object-cover"
      />
      <button
        type="button"
        data-queue-row
        title={title === "" ? undefined : title}
        className="min-w-0 flex-1 rounded-sm text-left"
        onClick={() => {
          if (segment) actions.select({ ids: new Set([segment.id]), anchorId: segment.id });
        }}
        onKeyDown={(event) => {
          if (event.key !== "Delete" && event.key !== "Backspace") return;
          // Else the editor's own Delete would take what is selected.
          event.preventDefault();
          onDelete?.();
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className="truncate text-xs">
            {segment
              ? `Segment ${segment.index + 1} → ${segment.index + 2}`
              : "Two drawings that were moved apart"}
          </span>
          <span className="shrink-0 text-2xs text-faint">take {take.number}</span>
          <span className="min-w-0 flex-1 truncate text-right text-2xs text-faint">{aside}</span>
        </span>
        {children}
      </button>
      {buttons ? (
        <span className="absolute inset-y-0 right-2 hidden items-center bg-raised pl-1 group-focus-within:flex group-hover:flex pointer-coarse:static pointer-coarse:flex pointer-coarse:bg-transparent">
          {buttons}
        </span>
      ) : null}
    </li>
  );
}

/** Hundreds of rows have them, so its tooltip is the browser's own. */
export function QueueItemButton(props: { label: string; icon: ReactNode; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onPress}
      className="flex size-6 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text [&_svg]:size-3.5 pointer-coarse:size-8"
    >
      {props.icon}
    </button>
  );
}
