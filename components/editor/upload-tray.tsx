"use client";

import { Check, ChevronDown, ChevronUp, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { isUnderWay, type UploadItem } from "#lib/realtime/browser/upload-item.ts";
import { useEditor } from "./editor-context.ts";

/** Drawings on their way up: how many have landed, and why some have not. */
export function UploadTray() {
  const { uploads } = useEditor();
  const items = useStore(uploads, (state) => state.items);
  const [isOpen, setIsOpen] = useState(true);
  if (items.length === 0) return null;
  const failed = items.filter((item) => item.state === "failed");
  const active = items.filter((item) => item.state === "uploading" || item.state === "processing");
  const doneCount = items.filter((item) => item.state === "done").length;
  const isBusy = items.some(isUnderWay);
  const title = isBusy
    ? `Adding drawings: ${doneCount} of ${items.length}`
    : `${countOf(doneCount, "drawing")} added`;
  return (
    <section
      aria-label="Uploads"
      className="absolute right-3 bottom-3 z-30 w-80 max-w-[calc(100%-24px)] max-sm:top-2 max-sm:right-2 max-sm:bottom-auto overflow-hidden rounded-lg bg-raised shadow-float"
    >
      <header className="flex h-9 items-center gap-1 pr-1 pl-3">
        <p role="status" className="min-w-0 flex-1 truncate text-xs font-medium">
          {title}
          {failed.length > 0 ? (
            <span className="text-danger">, {failed.length} not added</span>
          ) : null}
        </p>
        <IconButton
          size="small"
          label={isOpen ? "Fold the uploads" : "Unfold the uploads"}
          icon={isOpen ? <ChevronDown /> : <ChevronUp />}
          onClick={() => setIsOpen(!isOpen)}
        />
        <IconButton
          size="small"
          label={isBusy ? "Cancel what is still to come" : "Close"}
          icon={<X />}
          onClick={() => {
            // Failed ones go with the tray: it is open until the person has seen why.
            uploads.cancelAll();
            uploads.clearDone();
          }}
        />
      </header>
      {isBusy ? (
        <ProgressBar label="All drawings" fraction={fractionOf(items)} tone="select" />
      ) : null}
      {isOpen && (failed.length > 0 || active.length > 0) ? (
        <ul className="max-h-64 overflow-y-auto border-t border-line py-1">
          {failed.map((item) => (
            <FailedRow key={item.id} item={item} />
          ))}
          {active.map((item) => (
            <li key={item.id} className="flex items-center gap-2 px-3 py-1 text-xs">
              <span className="min-w-0 flex-1 truncate text-muted">{item.fileName}</span>
              <span className="text-2xs text-faint tabular-nums">
                {item.state === "processing" ? "Checking" : `${Math.round(item.fraction * 100)} %`}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {isOpen && failed.some((item) => item.canRetry) ? (
        <footer className="flex justify-end border-t border-line p-2">
          <Button
            size="small"
            icon={<RotateCcw aria-hidden className="size-3" />}
            onClick={() => uploads.retryFailed()}
          >
            Retry
          </Button>
        </footer>
      ) : null}
      {!isBusy && failed.length === 0 ? <DoneLine onGone={() => uploads.clearDone()} /> : null}
    </section>
  );
}

function FailedRow({ item }: { item: UploadItem }) {
  const { uploads } = useEditor();
  return (
    <li className="flex items-start gap-2 px-3 py-1 text-xs">
      <div className="min-w-0 flex-1">
        <p className="truncate text-danger">{item.fileName}</p>
        <p className="text-2xs text-muted">{withoutName(item)}</p>
      </div>
      <button
        type="button"
        aria-label={`Dismiss ${item.fileName}`}
        className="rounded-sm p-0.5 text-muted hover:text-text"
        onClick={() => uploads.cancel(item.id)}
      >
        <X aria-hidden className="size-3" />
      </button>
    </li>
  );
}

/** The message elsewhere begins with the file's name, which stands right above it here. */
function withoutName({ fileName, message }: UploadItem): string | null {
  return message?.startsWith(`${fileName} `) === true
    ? `It ${message.slice(fileName.length + 1)}`
    : message;
}

/** Goes by itself: a finished upload is on the timeline, where it is worth more than a line of text. */
function DoneLine({ onGone }: { onGone: () => void }) {
  return (
    <p
      className="flex animate-[appear_3s_reverse_forwards] items-center gap-1.5 px-3 pb-2 text-2xs text-muted"
      onAnimationEnd={onGone}
    >
      <Check aria-hidden className="size-3 text-ok" /> On the timeline
    </p>
  );
}

function fractionOf(items: readonly UploadItem[]): number {
  const sum = items.reduce(
    (total, item) =>
      total + (item.state === "done" || item.state === "failed" ? 1 : item.fraction * 0.9),
    0,
  );
  return sum / items.length;
}
