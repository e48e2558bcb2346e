"use client";

import { Select } from "./select.tsx";
import {
  FRAME_RATES,
  formatFrameRate,
  sameFrameRate,
  type FrameRate,
} from "#lib/core/frame-rate.ts";

/** The project's frame rate, exact: 23.976 is 24000/1001. */
export function FrameRateField(props: {
  value: FrameRate;
  disabled?: boolean;
  onEdit: (rate: FrameRate) => void;
}) {
  const rates = FRAME_RATES.some((rate) => sameFrameRate(rate, props.value))
    ? FRAME_RATES
    : [...FRAME_RATES, props.value];
  return (
    <Select
      label="Frame rate"
      value={formatFrameRate(props.value)}
      disabled={props.disabled === true}
      options={rates.map((rate) => ({
        value: formatFrameRate(rate),
        label: `${formatFrameRate(rate)} fps`,
      }))}
      onEdit={(value) => {
        const rate = rates.find((one) => formatFrameRate(one) === value);
        if (rate) props.onEdit(rate);
      }}
    />
  );
}
