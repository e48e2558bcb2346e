"use client";

import { ArrowUpDown, Eye } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import type { AppReading, EndpointChoice, MappingChoice } from "#lib/core/backend-settings.ts";
import { suggestedDraft, withDrawingsSwapped, withSource } from "./mapping-draft.ts";
import { MappingTable } from "./mapping-table.tsx";
import { RefusedEndpoints } from "./refused-endpoints.tsx";

/** How an app is called, as it is suggested, to be looked at and changed. */
export function MappingForm(props: {
  reading: AppReading;
  choice: EndpointChoice;
  draft: MappingChoice;
  onEdit: (draft: MappingChoice) => void;
}) {
  const { reading, choice, draft, onEdit } = props;
  return (
    <div className="flex flex-col gap-4">
      {choice.isCertain ? null : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warn/15 px-3 py-2 text-xs">
          <Eye aria-hidden className="size-4 shrink-0 text-warn" />
          <p className="min-w-0 flex-1 basis-52">
            <span className="font-medium">Look twice: which image is first?</span> The app’s own
            names don’t tell. If motion comes out backwards, swap the two.
          </p>
          <Button
            size="small"
            icon={<ArrowUpDown aria-hidden />}
            onClick={() => onEdit(withDrawingsSwapped(draft))}
          >
            Swap the two
          </Button>
        </div>
      )}
      {reading.choices.length < 2 ? null : (
        <Select
          label="What to call"
          layout="stacked"
          value={draft.apiName}
          options={reading.choices.map(({ apiName }) => ({ value: apiName, label: apiName }))}
          help="Each is one thing that the app can do with two images. The likeliest comes first."
          onEdit={(apiName) => {
            const other = reading.choices.find((one) => one.apiName === apiName);
            if (other) onEdit(suggestedDraft(other));
          }}
        />
      )}
      <MappingTable
        choice={choice}
        draft={draft}
        onEdit={(edit) => onEdit(withSource(choice, draft, edit))}
      />
      <OutputField
        choice={choice}
        outputIndex={draft.outputIndex}
        onEdit={(outputIndex) => onEdit({ ...draft, outputIndex })}
      />
      <RefusedEndpoints refusals={reading.refusals} />
    </div>
  );
}

function OutputField(props: {
  choice: EndpointChoice;
  outputIndex: number;
  onEdit: (outputIndex: number) => void;
}) {
  const { choice, outputIndex } = props;
  const name = ({ label, component }: EndpointChoice["outputs"][number]) =>
    label === "" ? component : `${label} (${component})`;
  const [only] = choice.outputs;
  if (choice.outputs.length === 1 && only) {
    return (
      <p className="text-xs text-muted">
        The video is its output <span className="break-words text-text">{name(only)}</span>.
      </p>
    );
  }
  return (
    <Select
      label="Which output is the video"
      layout="stacked"
      value={String(outputIndex)}
      options={choice.outputs.map((output) => ({
        value: String(output.index),
        label: `${output.index + 1}. ${name(output)}`,
      }))}
      onEdit={(value) => props.onEdit(Number(value))}
    />
  );
}
