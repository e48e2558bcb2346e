import { WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";

/**
 * Only the draft is there: what a model would add.
 * @param props.add null for somebody who may not add one
 */
export function NoBackends({ add }: { add: ReactNode }) {
  return (
    <div className="rounded-lg border border-dashed border-line">
      <EmptyState
        icon={<WandSparkles aria-hidden strokeWidth={1.4} />}
        title="No model yet"
        actions={add}
      >
        {add === null
          ? "Drafts preview the timing. For real in-betweens an owner of this workspace adds ToonCrafter or another model."
          : "Drafts preview the timing. For real in-betweens add ToonCrafter or another model, or set up the one that runs on this machine."}
      </EmptyState>
    </div>
  );
}
