"use client";

import Link from "next/link";
import { useState } from "react";
import { signOut } from "#components/account/account-requests.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { GengaMark } from "#components/ui/genga-mark.tsx";

/** Whose library it is, what else belongs to the workspace, and the way out. */
export function LibraryHeader(props: {
  userName: string;
  /** Null for somebody who belongs to none. */
  workspaceId: string | null;
  current: "projects" | "backends";
}) {
  const { workspaceId, current } = props;
  const [isBusy, setIsBusy] = useState(false);
  const leave = async () => {
    setIsBusy(true);
    await signOut();
    // Also when it failed: the sign-in page sends somebody who is still signed in back here.
    location.assign("/sign-in");
  };
  return (
    <header className="flex h-12 items-center gap-2.5 border-b border-line bg-panel px-4 sm:px-8">
      <GengaMark className="size-6 shrink-0" />
      <span className="text-sm font-semibold max-sm:sr-only">Genga</span>
      <nav aria-label="Workspace" className="ml-2 flex h-full items-center sm:ml-4">
        <HeaderLink href="/" isCurrent={current === "projects"}>
          Projects
        </HeaderLink>
        {workspaceId === null ? null : (
          <HeaderLink href={backendsHref(workspaceId)} isCurrent={current === "backends"}>
            Backends
          </HeaderLink>
        )}
      </nav>
      <span className="ml-auto max-w-48 min-w-0 truncate text-xs text-muted">{props.userName}</span>
      <Button look="quiet" busy={isBusy} onClick={() => void leave()}>
        Sign out
      </Button>
    </header>
  );
}

function HeaderLink(props: { href: string; isCurrent: boolean; children: string }) {
  return (
    <Link
      href={props.href}
      prefetch={false}
      aria-current={props.isCurrent ? "page" : undefined}
      className={classNames(
        "flex h-full items-center border-b-2 px-2.5 text-xs -outline-offset-2",
        props.isCurrent
          ? "border-accent text-text"
          : "border-transparent text-muted hover:text-text",
      )}
    >
      {props.children}
    </Link>
  );
}

/** The page of a workspace's backends. */
export function backendsHref(workspaceId: string): string {
  return `/workspaces/${encodeURIComponent(workspaceId)}/backends`;
}
