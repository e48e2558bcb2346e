"use client";

import { useState } from "react";
import { FRAME_SIZES } from "./frame-presets.ts";
import { NumberField } from "./number-field.tsx";
import { Select } from "./select.tsx";
import { LIMITS } from "#lib/core/limits.ts";

const CUSTOM = "custom";

/** The project's frame: a usual size, or any even one. */
export function FrameSizeField(props: {
  width: number;
  height: number;
  disabled?: boolean;
  onEdit: (size: { width: number; height: number }) => void;
}) {
  const { width, height, disabled = false, onEdit } = props;
  const [wantsCustom, setWantsCustom] = useState(false);
  const preset = FRAME_SIZES.find((size) => size.width === width && size.height === height);
  const isCustom = wantsCustom || preset === undefined;
  const { min, max } = LIMITS.frameSidePixels;
  const side = { min, max, step: 2, unit: "px", disabled };
  return (
    <>
      <Select
        label="Frame size"
        value={isCustom ? CUSTOM : `${width}x${height}`}
        disabled={disabled}
        options={[
          ...FRAME_SIZES.map((size) => ({
            value: `${size.width}x${size.height}`,
            label: `${size.width} × ${size.height} (${size.name})`,
          })),
          { value: CUSTOM, label: isCustom ? `Custom (${width} × ${height})` : "Custom…" },
        ]}
        onEdit={(value) => {
          const size = FRAME_SIZES.find((one) => `${one.width}x${one.height}` === value);
          setWantsCustom(size === undefined);
          if (size) onEdit({ width: size.width, height: size.height });
        }}
      />
      {isCustom ? (
        <>
          <NumberField
            label="Width"
            value={width}
            {...side}
            onEdit={(next) => onEdit({ width: next, height })}
          />
          <NumberField
            label="Height"
            value={height}
            {...side}
            onEdit={(next) => onEdit({ width, height: next })}
          />
        </>
      ) : null}
    </>
  );
}
