import type { WebSocket } from "ws";
import type { Role } from "#lib/core/permissions.ts";
import { CLOSE_CODES, type CommittedChange, type Peer, type Presence } from "../protocol.ts";
import type { ServerMessage } from "../protocol.ts";

/** One open connection in a room. */
export type RoomMember = {
  readonly peer: Peer;
  readonly socket: WebSocket;
  role: Role;
  /** The newest change that was sent; null until the welcome has gone out. */
  revision: number | null;
  presence: Presence | null;
};

/** Bytes waiting on a connection that doesn't read; a welcome of the largest project fits. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** Sends a message that was made into text already, once for all members. A reader that is too slow is let go. */
export function sendText(member: RoomMember, text: string): void {
  const { socket } = member;
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_WAITING_BYTES) {
    socket.close(CLOSE_CODES.tooSlow, "too slow");
    // It doesn't read, so it won't answer the close either.
    socket.terminate();
    return;
  }
  socket.send(text);
}

export function sendMessage(member: RoomMember, message: ServerMessage): void {
  sendText(member, JSON.stringify(message));
}

/** Sends the change if it is the member's next; its order of revisions has no gaps and no repeats. */
export function offerChange(member: RoomMember, committed: CommittedChange, text: string): void {
  if (member.revision === null || committed.revision !== member.revision + 1) return;
  member.revision = committed.revision;
  sendText(member, text);
}
