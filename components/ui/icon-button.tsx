"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** What it does, in words: its accessible name and its tooltip. */
  label: string;
  icon: ReactNode;
  shortcut?: string | undefined;
  pressed?: boolean;
  size?: "small" | "medium";
};

/** A button that is only an icon; always with a name, a tooltip and its shortcut. */
export function IconButton({
  label,
  icon,
  shortcut,
  pressed,
  size = "medium",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          "inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors",
          "hover:bg-raised hover:text-text disabled:opacity-35 disabled:hover:bg-transparent",
          "aria-pressed:bg-select/20 aria-pressed:text-select data-[state=open]:bg-raised data-[state=open]:text-text",
          size === "small" ? "size-6 [&_svg]:size-3.5" : "size-7 [&_svg]:size-4",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
