import * as RadixMenu from "radix-ui/dropdown-menu";
import { Kbd } from "./kbd.tsx";
import type { MenuItem } from "./menu-item.ts";

/** The rows of a menu; must stand inside a Radix menu's content. */
export function MenuRows(props: { items: readonly MenuItem[] | (() => readonly MenuItem[]) }) {
  const items = typeof props.items === "function" ? props.items() : props.items;
  return items.map((item, index) => <MenuRow key={index} item={item} />);
}

function MenuRow({ item }: { item: MenuItem }) {
  if (item === "separator") return <RadixMenu.Separator className="my-1 h-px bg-line" />;
  if ("heading" in item) {
    return (
      <RadixMenu.Label className="px-2 pt-1.5 pb-1 text-2xs text-faint">
        {item.heading}
      </RadixMenu.Label>
    );
  }
  return (
    <RadixMenu.Item
      disabled={item.disabled === true}
      onSelect={item.onSelect}
      className="flex h-7 items-center gap-2 rounded-sm px-2 outline-none select-none data-[disabled]:opacity-40 data-[highlighted]:bg-hover [&_svg]:size-3.5 [&_svg]:text-muted"
    >
      {item.icon}
      <span className={item.danger === true ? "flex-1 text-danger" : "flex-1"}>{item.label}</span>
      {item.detail === undefined ? null : (
        <span className="text-muted tabular-nums">{item.detail}</span>
      )}
      {item.shortcut === undefined ? null : <Kbd keys={item.shortcut} />}
    </RadixMenu.Item>
  );
}
