"use client";

import { TriangleAlert } from "lucide-react";
import { Button, buttonClasses } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** What is shown when a page breaks: what is safe, and two ways on. */
export default function ErrorPage() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<TriangleAlert aria-hidden />}
        title="This page stopped working"
        actions={
          <>
            <Button look="primary" size="large" onClick={() => location.reload()}>
              Reload
            </Button>
            <a href="/" className={buttonClasses({ size: "large" })}>
              All projects
            </a>
          </>
        }
      >
        Your saved work is safe. Reload the page; if it stops again, the server’s log says why.
      </EmptyState>
    </main>
  );
}
