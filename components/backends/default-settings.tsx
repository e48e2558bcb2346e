"use client";

import { Undo2 } from "lucide-react";
import { ParamField, type ParamValue } from "#components/ui/param-field.tsx";
import type { ParamSpec } from "#lib/core/backend-description.ts";
import type { BackendView } from "#lib/core/backend-settings.ts";

type Params = BackendView["params"];

/** The model's settings as segments have them until somebody turns them there. */
export function DefaultSettings(props: {
  specs: readonly ParamSpec[];
  /** As they are saved: what is not named has the app's own value, which `specs` then says. */
  saved: Params;
  params: Params;
  onEdit: (params: Params) => void;
}) {
  const { specs, saved, params, onEdit } = props;
  /** Null where the app's own value is behind a saved one, and so not known here. */
  const shown = (spec: ParamSpec): ParamValue | null =>
    params[spec.name] ?? (spec.name in saved ? null : spec.default);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
  return (
    <>
      <p className="text-xs text-muted">
        Every segment starts with these; the editor can turn them for each. Takes that are there
        keep what they were drawn with.
      </p>
      <div className="flex flex-col gap-2.5">
        {specs.map((spec) => (
          <div key={spec.name} className="flex items-start gap-1">
            <div className="min-w-0 flex-1 [&_.grid]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <ParamField
                spec={spec}
                value={shown(spec)}
                disabled={false}
                placeholder="The app’s own"
                onEdit={(value) => onEdit({ ...params, [spec.name]: value })}
              />
            </div>
            <button
              type="button"
              disabled={!(spec.name in params)}
              aria-label={`Use the app’s own ${spec.label}`}
              title="Use the app’s own"
              onClick={() => onEdit(without(spec.name))}
              className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text disabled:invisible"
            >
              <Undo2 aria-hidden className="size-3.5" />
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
