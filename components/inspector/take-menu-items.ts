import type { MenuItem } from "#components/ui/menu-item.ts";
import type { SelectOption } from "#components/ui/select.tsx";
import { isPending, type Take } from "#lib/core/take.ts";

/** What can be done with a take. */
export type TakeMenu = {
  readonly take: Take;
  readonly canEdit: boolean;
  /** Backends that could draw in place of the one that failed. */
  readonly otherBackends: () => readonly SelectOption[];
  /** Null when there is nothing to compare it with. */
  readonly onCompare: (() => void) | null;
  readonly onLockSeed: () => void;
  readonly onMoveToFront: () => void;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onNewTake: () => void;
  readonly onDrawWith: (backendId: string) => void;
  readonly onOpenSettings: () => void;
  readonly onDelete: () => void;
};

export function takeMenuItems(menu: TakeMenu): MenuItem[] {
  const { take, canEdit } = menu;
  const { status } = take;
  const items: MenuItem[] = [];
  if (status.state === "ready" && menu.onCompare) {
    items.push({ label: "Compare with the chosen take", onSelect: menu.onCompare });
  }
  if (!canEdit) return items;
  if (status.state === "failed" || status.state === "cancelled") {
    items.push(
      { label: "Try again", onSelect: menu.onRetry },
      { label: "New take", onSelect: menu.onNewTake },
    );
  }
  if (status.state === "failed") {
    for (const { value, label } of menu.otherBackends()) {
      items.push({ label: `Draw with ${label}`, onSelect: () => menu.onDrawWith(value) });
    }
    if (status.error.errorClass === "rejected") {
      items.push({ label: "Open backend settings", onSelect: menu.onOpenSettings });
    }
    items.push("separator");
  }
  items.push({ label: "Lock this seed", onSelect: menu.onLockSeed });
  if (isPending(take)) {
    if (status.state !== "running") {
      items.push({ label: "Move to front", onSelect: menu.onMoveToFront });
    }
    items.push({ label: "Cancel", onSelect: menu.onCancel });
  } else {
    items.push("separator", { label: "Delete take…", onSelect: menu.onDelete, danger: true });
  }
  return items;
}
