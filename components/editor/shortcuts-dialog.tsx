"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { SHORTCUT_GROUPS } from "./shortcuts.ts";

export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog {...props} title="Keyboard shortcuts" width="large">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-2xs font-medium text-faint">{group.title}</h3>
            <dl className="flex flex-col gap-1.5">
              {group.rows.map((row) => (
                <div key={row.what} className="flex items-start justify-between gap-3 text-xs">
                  <dt className="text-muted">{row.what}</dt>
                  <dd className="flex shrink-0 gap-1.5">
                    {row.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
