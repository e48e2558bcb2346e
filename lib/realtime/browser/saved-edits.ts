import * as z from "zod/mini";
import type { Change } from "#lib/core/change.ts";
import { idSchema } from "#lib/core/ids.ts";

/** An edit that outlives a reload of the page, with the id that it was first sent under. */
export type SavedEdit = {
  readonly changeId: string;
  readonly label: string;
  readonly groupId: string | null;
  readonly change: Change;
};

/** Under what a browser's session storage (about 5 MB an origin) takes from one page without trouble. */
const MAX_CHARS = 2_000_000;

const list = z.array(z.unknown());
const savedSchema = z.object({
  userId: z.string(),
  edits: z.array(
    z.object({
      changeId: idSchema,
      label: z.string(),
      groupId: z.nullable(z.string()),
      change: z.object({ put: list, patch: list, remove: list }),
    }),
  ),
});

export type SavedEdits = {
  /** Edits that this person left unconfirmed in this tab. */
  read(userId: string): readonly SavedEdit[];
  /** Keeps these instead of what was kept; none forgets all. What doesn't fit is not kept (leaving the page warns). */
  write(userId: string, edits: readonly SavedEdit[]): void;
};

/** Keeps one project's unconfirmed edits for this tab, so that a reload or a crash of the page doesn't lose them. */
export function createSavedEdits(projectId: string, storage: Storage | null): SavedEdits {
  const key = `genga:edits:${projectId}`;
  return {
    read(userId) {
      try {
        const text = storage?.getItem(key) ?? null;
        const saved = text === null ? null : savedSchema.safeParse(JSON.parse(text));
        if (!saved?.success || saved.data.userId !== userId) return [];
        // Written by `write` of the same page; the server checks each change again in any case.
        return saved.data.edits as unknown as readonly SavedEdit[];
      } catch {
        return [];
      }
    },
    write(userId, edits) {
      try {
        const text = JSON.stringify({ userId, edits });
        if (edits.length === 0 || text.length > MAX_CHARS) storage?.removeItem(key);
        else storage?.setItem(key, text);
      } catch {
        // A full or forbidden storage only means that a reload would lose what the page warns about.
      }
    },
  };
}
