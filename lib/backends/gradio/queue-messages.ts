import * as z from "zod/mini";
import type { DrawProgress } from "../in-between-backend.ts";
import { plainLine } from "./plain-line.ts";

/** What Gradio's queue says on its stream (`gradio/server_messages.py`), as far as Genga listens. */
export const queueMessageSchema = z.looseObject({
  msg: z.string().check(z.maxLength(100)),
  event_id: z.optional(z.nullable(z.string())),
  rank: z.optional(z.nullable(z.number())),
  rank_eta: z.optional(z.nullable(z.number())),
  eta: z.optional(z.nullable(z.number())),
  progress_data: z.optional(z.nullable(z.array(z.unknown()))),
  log: z.optional(z.nullable(z.string())),
  level: z.optional(z.nullable(z.string())),
  message: z.optional(z.nullable(z.string())),
  title: z.optional(z.nullable(z.string())),
  success: z.optional(z.nullable(z.boolean())),
  output: z.optional(z.nullable(z.looseObject({}))),
});
export type QueueMessage = z.infer<typeof queueMessageSchema>;

const stepSchema = z.looseObject({
  index: z.optional(z.nullable(z.number())),
  length: z.optional(z.nullable(z.number())),
  progress: z.optional(z.nullable(z.number())),
  desc: z.optional(z.nullable(z.string())),
});

const MAX_RANK = 99_999;

/** A message as progress for the person, or null when it has none to tell. */
export function progressOf(message: QueueMessage): DrawProgress | null {
  const nothing = { fraction: null, queuePosition: null, etaSeconds: null };
  switch (message.msg) {
    case "estimation": {
      const rank = Math.min(MAX_RANK, Math.max(0, Math.round(message.rank ?? 0)));
      const detail =
        rank === 0 ? "Next in the backend's queue" : `${rank} before it in the backend's queue`;
      return { ...nothing, detail, queuePosition: rank, etaSeconds: seconds(message.rank_eta) };
    }
    case "process_starts":
      return { ...nothing, detail: "Drawing", etaSeconds: seconds(message.eta) };
    case "progress": {
      const step = stepSchema.safeParse(message.progress_data?.at(-1));
      if (!step.success) return null;
      const { index, length, progress, desc } = step.data;
      const share = progress ?? (index != null && length ? index / length : null);
      const fraction = share === null ? null : Math.min(1, Math.max(0, share));
      const detail = plainLine(desc ?? "", 120);
      return { ...nothing, fraction, detail: detail === "" ? "Drawing" : detail };
    }
    case "log": {
      const detail = plainLine(message.log ?? "", 120);
      return detail === "" ? null : { ...nothing, detail };
    }
    default:
      return null;
  }
}

function seconds(value: number | null | undefined): number | null {
  return value == null || !(value >= 0) ? null : Math.min(value, 86_400);
}
