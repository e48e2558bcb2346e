"use client";

import * as RadixMenu from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";
import { MENU_CLASSES, type MenuItem } from "./menu-item.ts";
import { MenuRows } from "./menu-rows.tsx";

/** A button that opens a menu. `trigger` must be one element that takes a ref. */
export function Menu(props: {
  trigger: ReactNode;
  /** A function is called each time the menu opens. */
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  align?: "start" | "end";
}) {
  return (
    <RadixMenu.Root modal={false}>
      <RadixMenu.Trigger asChild>{props.trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content
          align={props.align ?? "start"}
          sideOffset={4}
          collisionPadding={8}
          className={MENU_CLASSES}
        >
          <MenuRows items={props.items} />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}
