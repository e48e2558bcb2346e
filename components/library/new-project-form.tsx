"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, FIELD_CLASSES } from "#components/ui/field.tsx";
import { FrameRateField } from "#components/ui/frame-rate-field.tsx";
import { FrameSizeField } from "#components/ui/frame-size-field.tsx";
import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { frameSizeOf, newProject } from "#lib/core/project.ts";
import { createProject } from "#lib/realtime/browser/api.ts";

const DEFAULTS = newProject("new", "Untitled storyboard");
const NAME_ID = "new-project-name";

/** The fields of a new project; creating it opens it. */
export function NewProjectForm() {
  const [name, setName] = useState("");
  const [size, setSize] = useState(frameSizeOf(DEFAULTS));
  const [frameRate, setFrameRate] = useState(DEFAULTS.frameRate);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const create = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      const wanted = name.trim() === "" ? DEFAULTS.name : name.trim();
      const { id } = await createProject({ name: wanted, ...size, frameRate });
      location.assign(`/projects/${id}`);
    } catch (error) {
      setProblem(error instanceof GengaError ? error.userMessage : "That did not work. Try again.");
      setIsBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Field label="Name" htmlFor={NAME_ID} layout="row">
        <input
          id={NAME_ID}
          value={name}
          autoFocus
          autoComplete="off"
          maxLength={LIMITS.nameChars}
          placeholder={DEFAULTS.name}
          onChange={(event) => setName(event.target.value)}
          className={`${FIELD_CLASSES} h-7`}
        />
      </Field>
      <FrameSizeField {...size} onEdit={setSize} />
      <FrameRateField value={frameRate} onEdit={setFrameRate} />
      {problem === null ? null : (
        <p role="alert" className="rounded-md bg-danger/15 px-3 py-2 text-xs">
          {problem}
        </p>
      )}
      <Button type="submit" look="primary" size="large" busy={isBusy} className="mt-2 self-end">
        Create project
      </Button>
    </form>
  );
}
