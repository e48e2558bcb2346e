import type { AppReader } from "#lib/backends/app-reader.ts";
import { parseAppAddress } from "#lib/backends/gradio/parse-app-address.ts";
import type { BackendLogin } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";

/** A Hugging Face token goes into a header, which takes no more than this. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * The app that a person named, and the way in.
 * @throws GengaError `invalid`
 */
export function appAt(named: {
  readonly address: string;
  readonly token?: string | undefined;
  readonly login?: BackendLogin | undefined;
}): Parameters<AppReader["read"]>[0] {
  const address = parseAppAddress(named.address);
  if (!address) {
    throw new GengaError(
      "invalid",
      "Genga finds no app in this address. Paste a Space's name (owner/name), its page on Hugging Face, or an app's address that begins with https://.",
    );
  }
  const token = named.token === undefined ? null : requireToken(named.token);
  return { address, token, login: named.login ?? null };
}

/** @throws GengaError `invalid` when no token looks like this */
export function requireToken(token: string): string {
  const trimmed = token.trim();
  if (TOKEN.test(trimmed)) return trimmed;
  throw new GengaError(
    "invalid",
    "This is no token: it has spaces or letters that none has. Nothing was changed. Copy it again from your account's settings on Hugging Face.",
  );
}
