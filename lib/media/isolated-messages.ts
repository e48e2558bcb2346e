import type { ErrorCode } from "#lib/core/errors.ts";

export type IsolatedRequest = { readonly id: number; readonly body: unknown };

/** `code` is null when the child met something it has no word for. Id −1 says that the child is up. */
export type IsolatedReply =
  | { readonly id: number; readonly ok: true; readonly body: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: ErrorCode | null;
      readonly userMessage: string;
      readonly log: string;
    };
