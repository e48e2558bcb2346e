import * as z from "zod/mini";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { BackendState } from "#lib/core/backend-state.ts";
import type { Change } from "#lib/core/change.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { idSchema } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { AnyRecord } from "#lib/core/records.ts";

/** Raised when the messages change; the server refuses other versions, and the browser then reloads. */
export const PROTOCOL_VERSION = 2;

/** A project's room: `GET /api/projects/:projectId/socket?protocol=1&since=REVISION` upgraded to a WebSocket. */
export function socketPath(projectId: string): string {
  return `/api/projects/${projectId}/socket`;
}

/** Codes with which the server closes a socket (RFC 6455 leaves 4000 to 4999 to applications). */
export const CLOSE_CODES = {
  signedOut: 4401,
  noAccess: 4404,
  protocolMismatch: 4409,
  tooSlow: 4413,
  badMessage: 4400,
} as const;

/** Silence after which either side gives a connection up; the server pings at a third of it. */
export const SOCKET_SILENCE_MS = 45_000;

/** What a browser says. The change inside `commit` is checked by the use case, not here. */
export const clientMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("commit"),
    changeId: idSchema,
    label: z.string().check(z.maxLength(LIMITS.nameChars)),
    change: z.unknown(),
  }),
  z.object({ type: z.literal("presence"), presence: z.unknown() }),
  z.object({ type: z.literal("ping") }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Where somebody is and what they have selected; never stored. */
export type Presence = {
  readonly frame: number | null;
  readonly selectedIds: readonly string[];
};

export type Peer = {
  readonly connectionId: string;
  readonly userId: string;
  readonly name: string;
};

/** One committed change as every room member gets it, own ones too: that is the acknowledgement. */
export type CommittedChange = {
  readonly revision: number;
  readonly changeId: string;
  readonly actorId: string | null;
  readonly label: string;
  /** Effective: with the order keys that the server repaired and the true `from` values. */
  readonly change: Change;
};

/** How far a take or a render has come; ephemeral. */
export type Progress = {
  readonly kind: "take" | "render";
  readonly id: string;
  /** 0..1, or null when the backend can't say. */
  readonly fraction: number | null;
  /** One short line for the person ("Position 3 in the queue", "Drawing 12 of 48"). */
  readonly detail: string;
  readonly queuePosition: number | null;
  readonly etaSeconds: number | null;
};

/** What the server says. */
export type ServerMessage =
  | {
      /** First message after connecting. With `records`: the whole state; else only `changes` since the asked revision. */
      readonly type: "welcome";
      readonly connectionId: string;
      readonly userId: string;
      readonly role: Role;
      readonly revision: number;
      readonly records: readonly AnyRecord[] | null;
      readonly changes: readonly CommittedChange[];
      readonly backends: readonly BackendDescription[];
      readonly backendStates: readonly BackendState[];
      readonly peers: readonly Peer[];
      readonly progress: readonly Progress[];
    }
  | { readonly type: "changes"; readonly changes: readonly CommittedChange[] }
  | {
      readonly type: "refused";
      readonly changeId: string;
      readonly code: ErrorCode;
      readonly message: string;
    }
  | { readonly type: "progress"; readonly progress: Progress }
  | {
      /** The workspace's backends have changed: all of them as they are now. */
      readonly type: "backends";
      readonly backends: readonly BackendDescription[];
      readonly backendStates: readonly BackendState[];
    }
  | { readonly type: "peers"; readonly peers: readonly Peer[] }
  | { readonly type: "presence"; readonly connectionId: string; readonly presence: Presence }
  | { readonly type: "pong" };
