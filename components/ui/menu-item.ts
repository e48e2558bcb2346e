import type { ReactNode } from "react";

/** One row of a menu; the same list serves a dropdown and a context menu. */
export type MenuItem =
  | "separator"
  | { readonly heading: string }
  | {
      readonly label: string;
      readonly onSelect: () => void;
      readonly icon?: ReactNode;
      readonly shortcut?: string | undefined;
      readonly detail?: string | undefined;
      readonly disabled?: boolean;
      readonly danger?: boolean;
    };

export const MENU_CLASSES =
  "z-50 min-w-52 max-w-80 animate-in rounded-lg bg-panel p-1 text-xs text-text shadow-float max-h-(--radix-popper-available-height) overflow-y-auto";
