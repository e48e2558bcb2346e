import { Skeleton } from "#components/ui/skeleton.tsx";

/** The editor's shape while it is loading, so that nothing jumps when it comes. */
export function EditorSkeleton() {
  return (
    <div role="status" aria-label="Opening the project" className="flex h-dvh flex-col bg-bg">
      <div className="flex h-11 items-center gap-3 border-b border-line bg-panel px-3">
        <Skeleton className="h-4 w-40" />
        <div className="flex-1" />
        <Skeleton className="h-7 w-24" />
        <Skeleton className="h-7 w-20" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="grid min-w-0 flex-1 place-items-center p-6">
          <Skeleton className="aspect-[8/5] h-full max-w-full" />
        </div>
        <div className="w-80 border-l border-line bg-panel p-3 max-lg:hidden">
          <Skeleton className="mb-3 h-5 w-32" />
          <Skeleton className="mb-2 h-7" />
          <Skeleton className="mb-2 h-7" />
          <Skeleton className="h-7" />
        </div>
      </div>
      <div className="flex h-[36%] gap-2 border-t border-line bg-panel p-4">
        <Skeleton className="h-24 w-36" />
        <Skeleton className="h-24 flex-1" />
        <Skeleton className="h-24 w-36" />
      </div>
    </div>
  );
}
