import { toast } from "sonner";
import { GengaError } from "#lib/core/errors.ts";

/** Tells the person what happened, what is safe and what to do next; a bug of ours says so and goes to the browser's console. */
export function notifyError(error: unknown): void {
  if (error instanceof GengaError) {
    if (error.code === "cancelled") return;
    toast.error(error.userMessage);
    return;
  }
  // The browser's own console shows it with its stack, as it shows any other uncaught error.
  reportError(error);
  toast.error("Something went wrong in this page. Your saved work is safe. Reload if it goes on.");
}

/** Runs what was asked for and tells of its failure; for event handlers, which nobody awaits. */
export function runNotified(work: () => Promise<unknown>): void {
  work().catch(notifyError);
}
