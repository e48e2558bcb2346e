"use client";

import { Lock, LockOpen } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { NumberField } from "#components/ui/number-field.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { MAX_SEED } from "#lib/core/segment.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { commonValue } from "./common-value.ts";
import type { PanelProps } from "./inspector-props.ts";

/** The seed: free (a new one for each take) or locked to a number, so that the same take can be drawn again. */
export function SeedField(
  props: PanelProps & {
    segments: readonly SequenceSegment[];
    backend: BackendDescription | undefined;
  },
) {
  const { segments, backend, view, canEdit, commit } = props;
  if (backend && backend.seedRange === null) return null;
  const min = backend?.seedRange?.min ?? 0;
  const max = backend?.seedRange?.max ?? MAX_SEED;
  const common = commonValue(segments, (segment) => segment.record.seed);
  const isLocked = !common.isMixed && common.value !== null;
  const setSeed = (seed: number | null, groupId?: string) =>
    commit({
      label: seed === null ? "Free the seed" : `Lock the seed to ${seed}`,
      change: setSegments({ segments, fields: { seed } }),
      ...(groupId === undefined ? {} : { groupId }),
    });
  /** Locking keeps what is seen: the chosen take's own seed. */
  const seedToLock = () => {
    const [segment] = segments;
    const takes = segment ? view.takesBySegment.get(segment.id) : undefined;
    const chosen = takes?.find((take) => take.id === segment?.record.chosenTakeId);
    return chosen?.recipe.seed ?? min + Math.floor(Math.random() * (max - min));
  };
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <NumberField
          label="Seed"
          value={common.isMixed ? null : common.value}
          min={min}
          max={max}
          fallback={min}
          placeholder={common.isMixed ? "Mixed" : "New for each take"}
          disabled={!canEdit}
          onEdit={setSeed}
        />
      </div>
      <IconButton
        label={isLocked ? "Free the seed: a new one for each take" : "Lock the seed"}
        icon={isLocked ? <Lock /> : <LockOpen />}
        pressed={isLocked}
        disabled={!canEdit}
        onClick={() => setSeed(isLocked ? null : seedToLock())}
      />
    </div>
  );
}
