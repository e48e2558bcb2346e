"use client";

import { useState } from "react";
import { setProject } from "#lib/core/edits/set-project.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { useCanEdit, useEditor, useProjectState } from "./editor-context.ts";

/** The project's name, renamed in place. */
export function TitleField() {
  const { store } = useEditor();
  const project = useProjectState((state) => state.view?.project ?? null);
  const canEdit = useCanEdit();
  const [draft, setDraft] = useState<string | null>(null);
  if (!project) return null;
  const finish = () => {
    const name = draft?.trim() ?? "";
    setDraft(null);
    if (name === "" || name === project.name) return;
    store.commit({ label: "Rename project", change: setProject({ project, fields: { name } }) });
  };
  return (
    <h1 className="min-w-0">
      <span className="relative block max-w-80 min-w-0">
        <span
          aria-hidden
          className="invisible block h-7 truncate px-2 text-sm leading-7 font-semibold whitespace-pre"
        >
          {(draft ?? project.name) || " "}
        </span>
        <input
          aria-label="Project name"
          value={draft ?? project.name}
          readOnly={!canEdit}
          maxLength={LIMITS.nameChars}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === "Escape") setDraft(null);
            // Blurs after the draft is settled, so that Escape keeps the old name.
            if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
          }}
          className="absolute inset-0 w-full truncate rounded-md border border-transparent bg-transparent px-1.5 text-sm font-semibold hover:border-line focus:border-select focus:bg-field focus:outline-none read-only:hover:border-transparent"
        />
      </span>
    </h1>
  );
}
