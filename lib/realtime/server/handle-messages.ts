import * as z from "zod/mini";
import { isGengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { log } from "#lib/log.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import type { Services } from "#lib/projects/services.ts";
import { CLOSE_CODES, clientMessageSchema, type ClientMessage } from "../protocol.ts";
import { createMessageAllowance } from "./message-allowance.ts";
import { sendMessage, type RoomMember } from "./room-member.ts";
import type { Room } from "./room.ts";

/** RFC 6455's "try again later": the browser comes back and sends what was not acknowledged once more. */
export const TRY_AGAIN_LATER = 1013;

/** Presence comes up to 30 times a second while somebody drags. */
const ALLOWANCE = { perSecond: 100, burst: 400 };
/** Commits of one connection that wait for the one before them. */
const MAX_WAITING_COMMITS = 256;
/** And their size: a browser sends four ahead, so that four of the largest must fit. */
const MAX_WAITING_BYTES = 4 * LIMITS.changeBytes;

const presenceSchema = z.object({
  frame: z.nullable(z.number()),
  selectedIds: z.array(z.string().check(z.maxLength(81))).check(z.maxLength(500)),
});

/**
 * Answers what one connection says: commits one after the other in the order they came, presence and pings at once.
 * @param options.joined resolves when the welcome has gone out; commits wait for it
 * @returns what to call with each message's bytes
 */
export function handleMessages(options: {
  services: Pick<Services, "database" | "queue" | "commits">;
  room: Room;
  member: RoomMember;
  joined: Promise<void>;
}): (data: Buffer, isBinary: boolean) => void {
  const { services, room, member, joined } = options;
  const { socket } = member;
  const allowance = createMessageAllowance({ ...ALLOWANCE, nowMs: () => performance.now() });
  let last: Promise<void> = joined;
  let waiting = 0;
  let waitingBytes = 0;

  async function commit(message: ClientMessage & { type: "commit" }): Promise<void> {
    if (socket.readyState !== socket.OPEN) return;
    const { changeId, label, change } = message;
    try {
      const { committed, isRepeat } = await room.inTurn(() =>
        commitChange(
          {
            database: services.database,
            queue: services.queue,
            onCommitted: services.commits.publish,
          },
          {
            userId: member.peer.userId,
            projectId: room.projectId,
            changeId,
            label,
            change,
          },
        ),
      );
      // A repeat may lie before all that this connection was ever sent, so it is acknowledged by itself.
      if (isRepeat) sendMessage(member, { type: "changes", changes: [committed] });
    } catch (error) {
      refuse(error, changeId);
    }
  }

  function refuse(error: unknown, changeId: string): void {
    if (isGengaError(error)) {
      const { code, userMessage: message } = error;
      sendMessage(member, { type: "refused", changeId, code, message });
      return;
    }
    if (asUnavailable(error)) {
      socket.close(TRY_AGAIN_LATER, "the database is away");
      return;
    }
    log.error({ err: error, projectId: room.projectId, changeId }, "a commit failed");
    const message =
      "Something went wrong in Genga itself, so this edit was taken back. All before it is safe. Try again.";
    sendMessage(member, { type: "refused", changeId, code: "internal", message });
  }

  return (data, isBinary) => {
    // Whoever was shown out may go on talking until the socket is gone.
    if (socket.readyState !== socket.OPEN) return;
    const message = isBinary ? null : parseMessage(data);
    if (!message) {
      socket.close(CLOSE_CODES.badMessage, "not a message");
      return;
    }
    const isTooMuch = waiting >= MAX_WAITING_COMMITS || waitingBytes > MAX_WAITING_BYTES;
    if (!allowance.take() || isTooMuch) {
      socket.close(TRY_AGAIN_LATER, "too many messages");
      return;
    }
    if (message.type === "ping") {
      sendMessage(member, { type: "pong" });
    } else if (message.type === "presence") {
      const presence = presenceSchema.safeParse(message.presence);
      // Nobody is shown to a room before their access to it is clear.
      if (!presence.success || member.revision === null) return;
      member.presence = presence.data;
      room.relayPresence(member);
    } else {
      waiting += 1;
      const sizeBytes = data.length;
      waitingBytes += sizeBytes;
      last = last
        .then(() => commit(message))
        .finally(() => {
          waiting -= 1;
          waitingBytes -= sizeBytes;
        });
    }
  };
}

function parseMessage(data: Buffer): ClientMessage | null {
  try {
    const parsed = clientMessageSchema.safeParse(JSON.parse(data.toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
