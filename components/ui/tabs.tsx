"use client";

import * as RadixTabs from "radix-ui/tabs";
import type { ReactNode } from "react";

export type Tab = { readonly id: string; readonly label: ReactNode; readonly content: ReactNode };

/** Panels of which one is in sight; arrow keys move between the tabs. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onValueChange: (id: string) => void;
}) {
  return (
    <RadixTabs.Root value={props.value} onValueChange={props.onValueChange}>
      <RadixTabs.List aria-label={props.label} className="flex gap-1 border-b border-line px-3">
        {props.tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px h-8 border-b-2 border-transparent px-2 text-xs text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {tab.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {props.tabs.map((tab) => (
        <RadixTabs.Content key={tab.id} value={tab.id}>
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
