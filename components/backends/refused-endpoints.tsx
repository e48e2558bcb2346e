import type { AppReading } from "#lib/core/backend-settings.ts";
import { Disclosure } from "./disclosure.tsx";

/** The rest of what an app can do, and why it can't draw between two images. */
export function RefusedEndpoints(props: { refusals: AppReading["refusals"]; open?: boolean }) {
  const { refusals, open = false } = props;
  if (refusals.length === 0) return null;
  return (
    <Disclosure
      open={open}
      summary={`${refusals.length} other ${refusals.length === 1 ? "endpoint" : "endpoints"} of this app can’t be used`}
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
