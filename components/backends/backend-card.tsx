import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";

/** The frame of one backend in the list: what it is, how it stands, what can be done with it. */
export function BackendCard(props: {
  icon: ReactNode;
  name: string;
  badge: ReactNode;
  /** Where it is; cut short where it is long. */
  place: string;
  facts: readonly string[];
  health: ReactNode;
  actions?: ReactNode;
  note?: ReactNode;
  isDimmed?: boolean;
}) {
  const { isDimmed = false } = props;
  return (
    <li className="grid grid-cols-[32px_minmax(0,1fr)_auto] gap-x-3 border-t border-line px-4 py-3.5 first:border-t-0 md:grid-cols-[32px_minmax(0,1fr)_176px_auto] md:gap-x-4">
      <span
        aria-hidden
        className={classNames(
          "row-span-2 grid size-8 place-items-center rounded-md border border-line bg-raised text-muted [&_svg]:size-4",
          isDimmed && "opacity-60",
        )}
      >
        {props.icon}
      </span>
      <div className={classNames("min-w-0 self-center", isDimmed && "opacity-60")}>
        <div className="flex min-w-0 items-center gap-x-2 gap-y-0.5 max-sm:flex-wrap">
          <h3 className="truncate text-sm font-medium" title={props.name}>
            {props.name}
          </h3>
          {props.badge}
        </div>
        <p className="mt-0.5 truncate text-xs text-muted" title={props.place}>
          {props.place}
        </p>
        <p className="text-xs break-words text-muted">
          {props.facts.map((fact, index) => (
            <span key={fact}>
              {index === 0 ? null : <span className="text-faint"> · </span>}
              {fact}
            </span>
          ))}
        </p>
      </div>
      <div className="order-last col-start-2 col-end-[-1] mt-1.5 flex min-w-0 items-center md:order-none md:col-start-auto md:col-end-auto md:mt-0">
        {props.health}
      </div>
      <div className="flex items-center justify-end gap-1.5 self-center md:min-w-36">
        {props.actions}
      </div>
      {props.note ? (
        <div className="order-last col-start-2 col-end-[-1] mt-2">{props.note}</div>
      ) : null}
    </li>
  );
}
