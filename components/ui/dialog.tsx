"use client";

import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Buttons, right-aligned at the bottom. */
  footer?: ReactNode;
  width?: "small" | "medium" | "large";
  /** False where a stray click beside it would lose what was filled in. */
  closesOnBackdrop?: boolean;
  children?: ReactNode;
};

const WIDTHS = { small: "w-[380px]", medium: "w-[480px]", large: "w-[640px]" } as const;

/**
 * A modal dialog on the browser's own `<dialog>`: it traps focus, makes the rest inert, closes on Escape and gives
 * focus back, with no library in the script.
 */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, footer, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const descriptionId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser focuses the first button, which is Close; unless a field asked for it, the dialog itself is better.
      if (document.activeElement instanceof HTMLButtonElement) dialog.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={description ? descriptionId : undefined}
      // The browser tells of it a moment later, when another dialog may be open in its place.
      onClose={() => open && onOpenChange(false)}
      onPointerDown={(event) => {
        // Only the backdrop is the dialog element itself; all that is inside lies on the inner box.
        if (event.target === ref.current && props.closesOnBackdrop !== false) onOpenChange(false);
      }}
      onKeyDown={(event) => event.stopPropagation()}
      className={classNames(
        "m-auto max-h-[calc(100dvh-32px)] max-w-[calc(100vw-24px)] rounded-lg bg-panel p-0 text-text shadow-float outline-none",
        "open:animate-in backdrop:bg-black/60",
        WIDTHS[props.width ?? "small"],
      )}
    >
      {open ? (
        <div className="flex max-h-[calc(100dvh-32px)] flex-col">
          <header className="flex items-start gap-2 px-5 pt-4">
            <h2 id={titleId} className="min-w-0 flex-1 text-base font-semibold break-words">
              {title}
            </h2>
            <button
              type="button"
              aria-label="Close"
              onClick={() => onOpenChange(false)}
              className="-mr-1.5 inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </button>
          </header>
          {description ? (
            <p id={descriptionId} className="px-5 pt-1 text-sm text-muted">
              {description}
            </p>
          ) : null}
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 empty:hidden">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pt-3 pb-4">{footer}</footer>
          ) : null}
        </div>
      ) : null}
    </dialog>
  );
}
