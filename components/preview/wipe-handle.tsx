import { useRef, type KeyboardEvent, type PointerEvent } from "react";

/** The line between take A and take B; drag it, or move it with the arrow keys. */
export function WipeHandle(props: {
  value: number;
  onChange: (value: number) => void;
  onClose: (() => void) | undefined;
}) {
  const { value, onChange } = props;
  const areaRef = useRef<HTMLDivElement>(null);
  const drag = (event: PointerEvent) => {
    const area = areaRef.current?.getBoundingClientRect();
    if (!area || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onChange(clamp((event.clientX - area.left) / area.width));
  };
  const handleKey = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: value - (event.shiftKey ? 0.1 : 0.01),
      ArrowRight: value + (event.shiftKey ? 0.1 : 0.01),
      Home: 0,
      End: 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(clamp(next));
  };
  return (
    <div ref={areaRef} className="pointer-events-none absolute inset-0">
      <span className="absolute top-2 left-2 rounded-sm bg-black/65 px-1.5 text-2xs">A</span>
      <div className="absolute top-2 right-2 flex items-center gap-1 text-2xs">
        <span className="rounded-sm bg-black/65 px-1.5">B</span>
        {props.onClose ? (
          <button
            type="button"
            onClick={props.onClose}
            className="pointer-events-auto z-10 rounded-sm bg-black/65 px-1.5 text-muted hover:text-text"
          >
            End compare
          </button>
        ) : null}
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Wipe between take A and take B"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(value * 100)}
        aria-valuetext={`${Math.round(value * 100)} % of take A`}
        onKeyDown={handleKey}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        className="group pointer-events-auto absolute inset-y-0 -ml-3 flex w-6 cursor-ew-resize touch-none justify-center"
        style={{ left: `${value * 100}%` }}
      >
        <span className="h-full w-px bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.5)]" />
        <span className="absolute top-1/2 h-8 w-2 -translate-y-1/2 rounded-full bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.5)] group-hover:w-2.5" />
      </div>
    </div>
  );
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
