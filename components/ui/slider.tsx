"use client";

import * as RadixSlider from "radix-ui/slider";
import { newId } from "#lib/realtime/browser/new-id.ts";
import { useRef } from "react";

/** A value on a range. Each drag has one group id, so that it is one step of undo. */
export function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** What a screen reader says of the value ("150 %"). */
  valueText?: string;
  onEdit: (value: number, groupId: string) => void;
  disabled?: boolean;
  className?: string;
}) {
  const groupId = useRef<string | null>(null);
  return (
    <RadixSlider.Root
      value={[props.value]}
      min={props.min}
      max={props.max}
      step={props.step ?? 1}
      disabled={props.disabled === true}
      onValueChange={([value]) => {
        groupId.current ??= newId();
        if (value !== undefined) props.onEdit(value, groupId.current);
      }}
      onValueCommit={() => {
        groupId.current = null;
      }}
      className={`relative flex h-4 touch-none items-center select-none data-[disabled]:opacity-50 ${props.className ?? "w-full"}`}
    >
      <RadixSlider.Track className="relative h-1 flex-1 rounded-full bg-line-strong">
        <RadixSlider.Range className="absolute h-full rounded-full bg-muted" />
      </RadixSlider.Track>
      <RadixSlider.Thumb
        aria-label={props.label}
        aria-valuetext={props.valueText}
        className="block size-3 rounded-full bg-text shadow-sm hover:bg-white"
      />
    </RadixSlider.Root>
  );
}
