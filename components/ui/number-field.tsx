"use client";

import { newId } from "#lib/realtime/browser/new-id.ts";
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { classNames } from "./class-names.ts";
import { Field, FIELD_CLASSES } from "./field.tsx";
import { readNumber } from "./read-number.ts";

/** Pixels of drag for one step: a hand's width covers a useful range without losing single steps. */
const SCRUB_PX_PER_STEP = 4;
/** Arrow presses closer together than this are one gesture, and so one step of undo. */
const KEY_BURST_MS = 1_500;

export type NumberFieldProps = {
  label: string;
  /** Null shows the placeholder ("Mixed", "Project: 48"). */
  value: number | null;
  /** A drag, a burst of arrow keys and a typed value each have one group id. */
  onEdit: (value: number, groupId: string) => void;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  /** Beside the value, for example its length in seconds. */
  suffix?: string | undefined;
  placeholder?: string | undefined;
  /** Where a drag or an arrow key starts while `value` is null. */
  fallback?: number;
  help?: string | undefined;
  disabled?: boolean;
  layout?: "stacked" | "row";
  inputId?: string;
};

/** A number that is typed, stepped with the arrow keys (Shift: by ten) or scrubbed by dragging its unit. */
export function NumberField(props: NumberFieldProps) {
  const { min, max, step = 1, value } = props;
  const ownId = useId();
  const id = props.inputId ?? ownId;
  const [typed, setTyped] = useState<string | null>(null);
  const gesture = useRef({ groupId: "", lastMs: 0 });
  const drag = useRef<{ startX: number; startValue: number; sent: number } | null>(null);

  const settle = (wanted: number) => {
    const stepped = Math.round(wanted / step) * step;
    return Math.min(max, Math.max(min, Number(stepped.toFixed(6))));
  };
  const send = (wanted: number) => {
    const next = settle(wanted);
    if (next !== value) props.onEdit(next, gesture.current.groupId);
    return next;
  };
  const base = value ?? props.fallback ?? min;
  const commitTyped = () => {
    if (typed === null) return;
    const read = readNumber(typed);
    setTyped(null);
    if (read === null) return;
    gesture.current.groupId = newId();
    send(read);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      commitTyped();
      event.currentTarget.select();
    } else if (event.key === "Escape") {
      setTyped(null);
      event.currentTarget.blur();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      if (event.timeStamp - gesture.current.lastMs > KEY_BURST_MS) {
        gesture.current.groupId = newId();
      }
      gesture.current.lastMs = event.timeStamp;
      const from = typed === null ? base : (readNumber(typed) ?? base);
      setTyped(null);
      send(from + (event.key === "ArrowUp" ? step : -step) * (event.shiftKey ? 10 : 1));
    }
  };
  const onScrubStart = (event: PointerEvent<HTMLElement>) => {
    if (props.disabled === true || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    gesture.current.groupId = newId();
    drag.current = { startX: event.clientX, startValue: base, sent: base };
  };
  const onScrub = (event: PointerEvent<HTMLElement>) => {
    const active = drag.current;
    if (!active) return;
    const steps = Math.trunc((event.clientX - active.startX) / SCRUB_PX_PER_STEP);
    const wanted = settle(active.startValue + steps * step * (event.shiftKey ? 10 : 1));
    if (wanted !== active.sent) active.sent = send(wanted);
  };
  const onScrubEnd = () => {
    drag.current = null;
  };

  const shown = typed ?? (value === null ? "" : String(value));
  return (
    <Field label={props.label} htmlFor={id} layout={props.layout ?? "row"} help={props.help}>
      <div className="relative">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          role="spinbutton"
          autoComplete="off"
          aria-valuenow={value ?? undefined}
          aria-valuemin={min}
          aria-valuemax={max}
          value={shown}
          placeholder={props.placeholder}
          disabled={props.disabled}
          onChange={(event) => setTyped(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={commitTyped}
          onKeyDown={onKeyDown}
          className={classNames(
            FIELD_CLASSES,
            "h-7 tabular-nums",
            props.unit === undefined ? "pr-4" : props.suffix === undefined ? "pr-14" : "pr-24",
          )}
        />
        <span
          aria-hidden
          onPointerDown={onScrubStart}
          onPointerMove={onScrub}
          onPointerUp={onScrubEnd}
          onPointerCancel={onScrubEnd}
          className="absolute inset-y-0 right-0 flex touch-none items-center gap-2 pr-2 pl-3 text-2xs text-faint select-none hover:text-text"
          style={{ cursor: props.disabled === true ? undefined : "ew-resize" }}
        >
          {props.unit}
          {props.suffix === undefined ? null : <span className="tabular-nums">{props.suffix}</span>}
        </span>
      </div>
    </Field>
  );
}
