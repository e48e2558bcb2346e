import { SearchX } from "lucide-react";
import { buttonClasses } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFoundPage() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="There is nothing here"
        actions={
          <a href="/" className={buttonClasses({ look: "primary", size: "large" })}>
            All projects
          </a>
        }
      >
        The page or project was deleted, or it is not shared with you.
      </EmptyState>
    </main>
  );
}
