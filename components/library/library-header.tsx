"use client";

import { useState } from "react";
import { signOut } from "#components/account/account-requests.ts";
import { Button } from "#components/ui/button.tsx";
import { GengaMark } from "#components/ui/genga-mark.tsx";

/** Whose library it is, and the way out. */
export function LibraryHeader({ userName }: { userName: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const leave = async () => {
    setIsBusy(true);
    await signOut();
    // Also when it failed: the sign-in page sends somebody who is still signed in back here.
    location.assign("/sign-in");
  };
  return (
    <header className="flex h-12 items-center gap-2.5 border-b border-line bg-panel px-4 sm:px-8">
      <GengaMark className="size-6" />
      <span className="text-sm font-semibold">Genga</span>
      <span className="ml-auto max-w-48 truncate text-xs text-muted">{userName}</span>
      <Button look="quiet" busy={isBusy} onClick={() => void leave()}>
        Sign out
      </Button>
    </header>
  );
}
