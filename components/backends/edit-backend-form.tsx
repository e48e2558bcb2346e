"use client";

import { useState, type ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { NumberField } from "#components/ui/number-field.tsx";
import { BACKEND_LIMITS, type BackendPatch, type BackendView } from "#lib/core/backend-settings.ts";
import { draftOf, patchOf, type BackendDraft } from "./backend-draft.ts";
import { DefaultSettings } from "./default-settings.tsx";
import { FormFooter } from "./form-footer.tsx";
import { HelpsField } from "./helps-field.tsx";
import { InputField } from "./input-field.tsx";
import { KeptLogin, KeptToken } from "./kept-secrets.tsx";
import { draftProblem } from "./mapping-draft.ts";
import { problemOf } from "./problem-of.ts";
import { RemapSection } from "./remap-section.tsx";

/** All that can be changed of a saved backend, sent as one. */
export function EditBackendForm(props: {
  workspaceId: string;
  backend: BackendView;
  onClose: () => void;
  onSave: (patch: BackendPatch) => Promise<void>;
}) {
  // As it was when editing began: what others change meanwhile is not sent back to how it was.
  const [backend] = useState(props.backend);
  const [draft, setDraft] = useState<BackendDraft>(() => draftOf(backend));
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const edit = (fields: Partial<BackendDraft>) => setDraft((before) => ({ ...before, ...fields }));
  const patch = patchOf(backend, draft);
  const unfinished = draft.mapping === null ? null : draftProblem(draft.mapping);
  const isLocal = backend.address.kind === "local";

  const save = async () => {
    if (Object.keys(patch).length === 0) return props.onClose();
    setIsBusy(true);
    setProblem(null);
    try {
      await props.onSave(patch);
      props.onClose();
    } catch (error) {
      setProblem(problemOf(error));
      setIsBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Part>
        <InputField
          label="Name"
          value={draft.name}
          required
          maxLength={BACKEND_LIMITS.nameChars}
          onChange={(name) => edit({ name })}
        />
        <NumberField
          label="Drawings at once"
          layout="stacked"
          value={draft.concurrency}
          {...BACKEND_LIMITS.concurrency}
          help={
            backend.model === "tooncrafter"
              ? "ToonCrafter’s own app draws one at a time; more only wait in its queue. From 1 to 16."
              : "How many the app can take at the same time, over everybody’s projects. From 1 to 16."
          }
          onEdit={(concurrency) => edit({ concurrency })}
        />
        <HelpsField value={draft.helps} onEdit={(helps) => edit({ helps })} />
      </Part>
      {backend.description.params.length === 0 ? null : (
        <Part title="Default settings">
          <DefaultSettings
            specs={backend.description.params}
            saved={backend.params}
            params={draft.params}
            onEdit={(params) => edit({ params })}
          />
        </Part>
      )}
      {isLocal ? null : (
        <>
          <Part title="Access">
            <KeptToken
              hasToken={backend.hasToken}
              edit={draft.token}
              onEdit={(token) => edit({ token })}
            />
            <KeptLogin
              hasLogin={backend.hasLogin}
              edit={draft.login}
              onEdit={(login) => edit({ login })}
            />
          </Part>
          <Part title="What the app is given">
            <RemapSection
              workspaceId={props.workspaceId}
              backend={backend}
              draft={draft.mapping}
              onEdit={(mapping) => edit({ mapping })}
            />
          </Part>
        </>
      )}
      <FormFooter problem={problem ?? unfinished}>
        <Button size="large" disabled={isBusy} onClick={props.onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          look="primary"
          size="large"
          busy={isBusy}
          disabled={draft.name.trim() === "" || unfinished !== null}
        >
          Save changes
        </Button>
      </FormFooter>
    </form>
  );
}

function Part(props: { title?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t border-line py-4 first:border-t-0 first:pt-0">
      {props.title === undefined ? null : <h3 className="text-sm font-semibold">{props.title}</h3>}
      {props.children}
    </section>
  );
}
