import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

const LOOKS = {
  primary: "bg-accent text-on-accent font-semibold hover:bg-accent-hover disabled:hover:bg-accent",
  default: "bg-raised text-text border border-line hover:bg-hover disabled:hover:bg-raised",
  quiet: "text-muted hover:bg-raised hover:text-text disabled:hover:bg-transparent",
  danger: "bg-raised text-danger border border-line hover:bg-danger/15 disabled:hover:bg-raised",
} as const;

const SIZES = {
  small: "h-6 px-2 text-xs gap-1 [&_svg]:size-3",
  medium: "h-7 px-2.5 text-xs gap-1.5 [&_svg]:size-3.5",
  large: "h-9 px-4 text-sm gap-2 [&_svg]:size-4",
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** The class names of a button, for a link that looks like one. */
export function buttonClasses(options: {
  look?: ButtonLook;
  size?: keyof typeof SIZES;
  className?: string | undefined;
}): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center rounded-md whitespace-nowrap select-none transition-colors",
    "disabled:opacity-45",
    LOOKS[options.look ?? "default"],
    SIZES[options.size ?? "medium"],
    options.className,
  );
}

export type ButtonProps = Omit<ComponentProps<"button">, "size"> & {
  look?: ButtonLook;
  size?: keyof typeof SIZES;
  icon?: ReactNode;
  /** Shows that the action is under way and takes no second press. */
  busy?: boolean;
};

export function Button({
  look = "default",
  size = "medium",
  icon,
  busy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={buttonClasses({ look, size, className })}
    >
      {busy ? <BusyMark /> : icon}
      {children}
    </button>
  );
}

function BusyMark() {
  return (
    <span
      aria-hidden
      className="size-3 animate-spin rounded-full border-[1.5px] border-current border-r-transparent"
    />
  );
}
