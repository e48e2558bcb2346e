"use client";

import { CloudOff, LogIn, SearchX } from "lucide-react";
import { Button, buttonClasses } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ClosedReason } from "#lib/realtime/browser/project-state.ts";
import { useProjectState } from "./editor-context.ts";

/** What is shown instead of the editor when the connection is closed for good: why, what is safe, what to do. */
export function ClosedScreen({ reason }: { reason: ClosedReason }) {
  const pendingCount = useProjectState((state) => state.pendingCount);
  const kept =
    pendingCount === 0
      ? "All your edits are saved."
      : "Your last edits are kept in this browser and sent when you are back.";
  switch (reason) {
    case "signed-out":
      return (
        <Screen
          icon={<LogIn />}
          title="You are signed out"
          actions={
            <a
              href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}
              className={buttonClasses({ look: "primary", size: "large" })}
            >
              Sign in
            </a>
          }
        >
          {kept} Sign in to go on where you were.
        </Screen>
      );
    case "gone":
      return (
        <Screen
          icon={<SearchX />}
          title="This project is not here"
          actions={
            <a href="/" className={buttonClasses({ look: "primary", size: "large" })}>
              All projects
            </a>
          }
        >
          It was deleted, or it is not shared with you.
        </Screen>
      );
    case "reload":
    case "error":
    case "left":
      return (
        <Screen
          icon={<CloudOff />}
          title={reason === "reload" ? "Genga has been updated" : "The connection was closed"}
          actions={
            <Button look="primary" size="large" onClick={() => location.reload()}>
              Reload
            </Button>
          }
        >
          {kept} Reload the page to go on.
        </Screen>
      );
  }
}

function Screen(props: React.ComponentProps<typeof EmptyState>) {
  return (
    <main className="grid h-dvh place-items-center bg-bg">
      <EmptyState {...props} />
    </main>
  );
}
