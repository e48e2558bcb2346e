import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { BACKEND_LIMITS } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";

/**
 * A backend's name as it is kept: one line.
 * @throws GengaError `invalid`
 */
export function cleanBackendName(text: string): string {
  const name = oneLine(text);
  if (name !== "") return name;
  throw new GengaError(
    "invalid",
    "A backend needs a name, so that takes can say what drew them. Nothing was changed.",
  );
}

/** @throws GengaError `conflict` when another backend, or the draft, has the name in capitals or small letters */
export function requireFreeName(name: string, others: readonly string[]): void {
  if (isFree(name, others)) return;
  throw new GengaError(
    "conflict",
    `There is a backend named “${name}” already. Nothing was changed. Choose another name.`,
  );
}

/** A name to begin with, with a number behind it where others have it. */
export function suggestBackendName(wished: string, others: readonly string[]): string {
  const { nameChars } = BACKEND_LIMITS;
  const base = oneLine(wished.slice(0, nameChars)) || "Backend";
  for (let number = 1; number <= others.length + 2; number += 1) {
    const end = number === 1 ? "" : ` ${number}`;
    const name = `${base.slice(0, nameChars - end.length)}${end}`;
    if (isFree(name, others)) return name;
  }
  return base;
}

function isFree(name: string, others: readonly string[]): boolean {
  return ![DRAFT_DESCRIPTION.name, ...others].some((other) => folded(other) === folded(name));
}

function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
