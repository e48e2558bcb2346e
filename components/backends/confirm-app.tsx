"use client";

import { CircleCheck, Unplug } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  BACKEND_LIMITS,
  type AppReading,
  type BackendView,
  type MappingChoice,
} from "#lib/core/backend-settings.ts";
import { createBackend } from "#lib/realtime/browser/backend-api.ts";
import { accessOf, type AppToRead } from "./app-to-read.ts";
import { placeOf } from "./backend-words.ts";
import { FormFooter } from "./form-footer.tsx";
import { InputField } from "./input-field.tsx";
import { draftProblem, suggestedDraft } from "./mapping-draft.ts";
import { MappingForm } from "./mapping-form.tsx";
import { problemOf } from "./problem-of.ts";
import { RefusedEndpoints } from "./refused-endpoints.tsx";

/** What was read of an app, to be confirmed and named; saving it is the next step. */
export function ConfirmApp(props: {
  workspaceId: string;
  app: AppToRead;
  reading: AppReading;
  onBack: () => void;
  onSaved: (backend: BackendView) => void;
}) {
  const { workspaceId, app, reading, onBack } = props;
  const [name, setName] = useState(reading.suggestedName);
  const [first] = reading.choices;
  const [draft, setDraft] = useState<MappingChoice | null>(first ? suggestedDraft(first) : null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isToonCrafter = reading.isToonCrafter;
  const choice = reading.choices.find((one) => one.apiName === draft?.apiName);
  const unfinished = isToonCrafter || draft === null ? null : draftProblem(draft);
  const canSave = isToonCrafter || (choice !== undefined && draft !== null);

  const save = async () => {
    const how = isToonCrafter ? ({ preset: "tooncrafter" } as const) : draft && { mapping: draft };
    if (how === null || unfinished !== null) return;
    setIsBusy(true);
    setProblem(null);
    try {
      props.onSaved(
        await createBackend(workspaceId, { ...accessOf(app), name: name.trim(), ...how }),
      );
    } catch (error) {
      setProblem(problemOf(error));
      setIsBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ReadFacts reading={reading} canSave={canSave} />
      {isToonCrafter || !choice || !draft ? (
        <RefusedEndpoints refusals={isToonCrafter ? [] : reading.refusals} isAll />
      ) : (
        <MappingForm reading={reading} choice={choice} draft={draft} onEdit={setDraft} />
      )}
      {canSave ? (
        <InputField
          label="Name"
          value={name}
          required
          autoFocus={isToonCrafter}
          maxLength={BACKEND_LIMITS.nameChars}
          help="As it is called in this workspace, beside every take that it draws."
          onChange={setName}
        />
      ) : null}
      <FormFooter problem={problem ?? unfinished}>
        <Button size="large" look="quiet" className="mr-auto" disabled={isBusy} onClick={onBack}>
          Back
        </Button>
        {canSave ? (
          <Button
            type="submit"
            look="primary"
            size="large"
            busy={isBusy}
            disabled={name.trim() === "" || unfinished !== null}
          >
            Add backend
          </Button>
        ) : null}
      </FormFooter>
    </form>
  );
}

function ReadFacts({ reading, canSave }: { reading: AppReading; canSave: boolean }) {
  const facts = `${placeOf(reading.address)}, Gradio ${reading.gradioVersion}`;
  if (!canSave) {
    return (
      <p className="flex gap-2 text-xs text-muted">
        <Unplug aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words">
          {facts}: nothing in it takes two images and gives a video. Go back and try another app.
        </span>
      </p>
    );
  }
  return (
    <p className="flex gap-2 text-xs text-muted">
      <CircleCheck aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ok" />
      <span className="min-w-0 break-words">
        {facts}.{" "}
        {reading.isToonCrafter
          ? "Genga knows its inputs: both drawings are fitted to 512 × 320, and its 16 drawings fill the segment’s length."
          : null}
      </span>
    </p>
  );
}
