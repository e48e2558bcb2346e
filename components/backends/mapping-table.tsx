"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { FIELD_CLASSES } from "#components/ui/field.tsx";
import {
  SOURCE_KINDS,
  type EndpointChoice,
  type MappingChoice,
  type MappingRow,
  type SourceKind,
} from "#lib/core/backend-settings.ts";
import { SOURCE_NAMES } from "./source-words.ts";

/** Each input of an endpoint, and what Genga puts into it. */
export function MappingTable(props: {
  choice: EndpointChoice;
  draft: MappingChoice;
  onEdit: (edit: { input: string; source: SourceKind }) => void;
}) {
  const { choice, draft, onEdit } = props;
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-md border border-line text-xs">
      <caption className="sr-only">The inputs of {choice.apiName}</caption>
      <thead>
        <tr className="bg-raised/60 text-left text-2xs text-muted">
          <th scope="col" className="w-[46%] px-3 py-1.5 font-medium">
            The app’s input
          </th>
          <th scope="col" className="w-[54%] px-3 py-1.5 font-medium">
            What Genga puts in
          </th>
        </tr>
      </thead>
      <tbody>
        {choice.rows.map((row) => (
          <InputRow
            key={row.input}
            row={row}
            source={draft.sources[row.input] ?? row.source}
            onEdit={(source) => onEdit({ input: row.input, source })}
          />
        ))}
      </tbody>
    </table>
  );
}

function InputRow(props: {
  row: MappingRow;
  source: SourceKind;
  onEdit: (source: SourceKind) => void;
}) {
  const { row, source } = props;
  const id = useId();
  const label = row.label === "" ? row.input : row.label;
  const isDrawing = source === "first-image" || source === "last-image";
  return (
    <tr className={classNames(isDrawing && "bg-select/8")}>
      <th scope="row" className="border-t border-line px-3 py-1.5 text-left font-normal">
        <label htmlFor={id} className="block truncate" title={label}>
          {label}
        </label>
        <span className="block truncate text-2xs text-faint" title={row.input}>
          {row.component}
          {row.input === label ? null : `, ${row.input}`}
        </span>
      </th>
      <td className="border-t border-line px-3 py-1.5">
        <span className="relative block">
          <select
            id={id}
            value={source}
            disabled={row.options.length < 2}
            onChange={(event) => {
              const next = SOURCE_KINDS.find((kind) => kind === event.target.value);
              if (next) props.onEdit(next);
            }}
            className={classNames(
              FIELD_CLASSES,
              "h-7 appearance-none truncate pr-7 [&>option]:bg-panel",
            )}
          >
            {row.options.map((option) => (
              <option key={option} value={option}>
                {SOURCE_NAMES[option]}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-2 right-2 size-3 text-muted"
          />
        </span>
      </td>
    </tr>
  );
}
