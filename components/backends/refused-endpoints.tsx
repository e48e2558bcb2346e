import type { AppReading } from "#lib/core/backend-settings.ts";
import { Disclosure } from "./disclosure.tsx";

/** What else an app can do, and why it can't draw between two images. */
export function RefusedEndpoints(props: {
  refusals: AppReading["refusals"];
  /** Whether there are none that can. */
  isAll?: boolean;
}) {
  const { refusals, isAll = false } = props;
  if (refusals.length === 0) return null;
  const endpoints = refusals.length === 1 ? "endpoint" : "endpoints";
  return (
    <Disclosure
      open={isAll}
      summary={
        isAll
          ? `Its ${endpoints}, and why not`
          : `${refusals.length} other ${endpoints} of this app can’t be used`
      }
    >
      <ul className="flex max-h-44 flex-col gap-1.5 overflow-y-auto text-xs">
        {refusals.map(({ apiName, reason }) => (
          <li key={apiName} className="break-words text-muted">
            <span className="font-mono text-2xs text-text">{apiName}</span> {reason}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
