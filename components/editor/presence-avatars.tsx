"use client";

import { Tooltip } from "#components/ui/tooltip.tsx";
import { useProjectState } from "./editor-context.ts";
import { initialsOf, peerColor } from "./peer-colors.ts";

const MAX_SHOWN = 4;

/** Who else is here; one avatar for each person, however many pages they have open. */
export function PresenceAvatars() {
  const peers = useProjectState((state) => state.peers);
  const people = [...new Map(peers.map((peer) => [peer.userId, peer])).values()];
  if (people.length === 0) return null;
  const rest = people.slice(MAX_SHOWN);
  return (
    <ul aria-label="Also here" className="flex items-center -space-x-1 max-sm:hidden">
      {people.slice(0, MAX_SHOWN).map((person) => (
        <li key={person.userId}>
          <Tooltip label={person.name}>
            <span
              tabIndex={0}
              aria-label={person.name}
              className="flex size-6 items-center justify-center rounded-full text-2xs font-semibold text-black ring-2 ring-panel"
              style={{ background: peerColor(person.userId) }}
            >
              {initialsOf(person.name)}
            </span>
          </Tooltip>
        </li>
      ))}
      {rest.length > 0 ? (
        <li className="pl-2 text-2xs text-muted" title={rest.map(({ name }) => name).join(", ")}>
          +{rest.length}
        </li>
      ) : null}
    </ul>
  );
}
