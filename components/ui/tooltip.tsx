"use client";

import * as RadixTooltip from "radix-ui/tooltip";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

/** Goes once around the editor; tooltips outside it do not open. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={500} skipDelayDuration={300}>
      {children}
    </RadixTooltip.Provider>
  );
}

/** Says what its child does, with the shortcut beside. The child must be one element that takes a ref. */
export function Tooltip(props: {
  label: ReactNode;
  shortcut?: string | undefined;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactNode;
}) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{props.children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={props.side ?? "bottom"}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-in items-center gap-2 rounded-md bg-raised px-2 py-1 text-xs text-text shadow-float"
        >
          {props.label}
          {props.shortcut ? <Kbd keys={props.shortcut} /> : null}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
