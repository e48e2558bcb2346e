"use client";

import * as RadixMenu from "radix-ui/dropdown-menu";
import { MENU_CLASSES, type MenuItem } from "./menu-item.ts";
import { MenuRows } from "./menu-rows.tsx";

/** Where a context menu stands, in pixels of the window. */
export type MenuPoint = { readonly clientX: number; readonly clientY: number };

/**
 * A menu at a point, for what is drawn on a canvas and so has no element to hang a menu on. Open while `point` is set.
 */
export function ContextMenu(props: {
  point: MenuPoint | null;
  onClose: () => void;
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
}) {
  const { point } = props;
  return (
    <RadixMenu.Root
      modal={false}
      open={point !== null}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <RadixMenu.Trigger asChild>
        <span
          aria-hidden
          tabIndex={-1}
          className="pointer-events-none fixed size-0"
          style={{ left: point?.clientX ?? 0, top: point?.clientY ?? 0 }}
        />
      </RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content
          key={point ? `${point.clientX},${point.clientY}` : "closed"}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          className={MENU_CLASSES}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <MenuRows items={props.items} />
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}
