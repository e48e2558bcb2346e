"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  SOURCE_KINDS,
  type AppReading,
  type BackendView,
  type MappingChoice,
} from "#lib/core/backend-settings.ts";
import { placeOf } from "./backend-words.ts";
import { carriedDraft } from "./mapping-draft.ts";
import { MappingForm } from "./mapping-form.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { ReadingProgress } from "./reading-progress.tsx";
import { RefusedEndpoints } from "./refused-endpoints.tsx";
import { SOURCE_NAMES } from "./source-words.ts";
import { useAppReading } from "./use-app-reading.ts";

/** How the app is called, and the way to look at it again after it has changed. */
export function RemapSection(props: {
  workspaceId: string;
  backend: BackendView;
  /** Null until the app was read again. */
  draft: MappingChoice | null;
  onEdit: (draft: MappingChoice) => void;
}) {
  const { backend, draft, onEdit } = props;
  const [reading, setReading] = useState<AppReading | null>(null);
  const { isReading, problem, read, cancel } = useAppReading(props.workspaceId);
  const choice = reading?.choices.find((one) => one.apiName === draft?.apiName);
  const readAgain = () =>
    read({ backendId: backend.id }, (found) => {
      setReading(found);
      const carried = carriedDraft(found.choices, backend.mapping);
      if (carried) onEdit(carried);
    });
  if (reading && choice && draft) {
    return <MappingForm reading={reading} choice={choice} draft={draft} onEdit={onEdit} />;
  }
  return (
    <div className="flex flex-col gap-3">
      <MappingSummary mapping={backend.mapping} />
      {reading ? (
        <>
          <ProblemNote problem="The app as it is now takes no two images, or gives no video. It was left as it is here. Try another app, or remove this backend." />
          <RefusedEndpoints refusals={reading.refusals} isAll />
        </>
      ) : null}
      <ProblemNote problem={problem} />
      {isReading ? <ReadingProgress address={placeOf(backend.address)} /> : null}
      {backend.model === "tooncrafter" && backend.state.health?.state !== "changed" ? (
        <p className="text-xs text-muted">
          Genga knows ToonCrafter’s inputs by name, so there is nothing to confirm. Check now, in
          the list, says whether the app still has them.
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            busy={isReading}
            icon={<RefreshCw aria-hidden />}
            onClick={() => void readAgain()}
          >
            {isReading ? "Reading…" : "Read the app again"}
          </Button>
          {isReading ? <Button onClick={cancel}>Cancel</Button> : null}
          <p className="min-w-0 flex-1 basis-52 text-2xs text-faint">
            After the app has changed: look its inputs over and confirm them.
          </p>
        </div>
      )}
    </div>
  );
}

function MappingSummary({ mapping }: { mapping: MappingChoice }) {
  // The database gives them in an order of its own; the drawings come first.
  const told = SOURCE_KINDS.filter((kind) => kind !== "default").flatMap((kind) =>
    Object.entries(mapping.sources).filter(([, source]) => source === kind),
  );
  return (
    <dl className="grid max-h-52 grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-6 gap-y-1 overflow-y-auto rounded-md bg-raised/60 px-3 py-2.5 text-xs">
      <dt className="text-muted">Endpoint</dt>
      <dd className="truncate font-mono text-2xs" title={mapping.apiName}>
        {mapping.apiName}
      </dd>
      {told.map(([input, source]) => (
        <div key={input} className="contents">
          <dt className="truncate text-muted" title={input}>
            {input}
          </dt>
          <dd>{SOURCE_NAMES[source]}</dd>
        </div>
      ))}
    </dl>
  );
}
