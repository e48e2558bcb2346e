import { PencilLine } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import { BackendCard } from "./backend-card.tsx";
import { HealthLine } from "./health-line.tsx";

/** The built-in one: always there, first, and not to be changed. */
export function DraftCard({ draft }: { draft: BackendDescription }) {
  return (
    <BackendCard
      icon={<PencilLine />}
      name={draft.name}
      badge={<Badge tone="accent">Built in</Badge>}
      place="This machine"
      facts={["A preview without a model", "Seconds each"]}
      health={
        <HealthLine
          words={{ tone: "ok", text: "Always there", problem: null }}
          isChecking={false}
        />
      }
    />
  );
}
