import type { SavedBackend } from "#lib/backends/saved-backend.ts";
import type { SecretSealer } from "#lib/backends/seal-secret.ts";
import type { BackendLogin } from "#lib/core/backend-settings.ts";
import { requireToken } from "./app-at.ts";

/** The columns of a backend's secrets; absent stays as it is, null is forgotten. */
export type SealedSecrets = Partial<Pick<SavedBackend, "sealedToken" | "sealedLogin">>;

/**
 * Seals what lets Genga into an app, for this backend alone.
 * @throws GengaError `invalid` when the token can't be one
 */
export function sealedSecrets(
  sealer: SecretSealer,
  options: {
    workspaceId: string;
    backendId: string;
    token?: string | null | undefined;
    login?: BackendLogin | null | undefined;
  },
): SealedSecrets {
  const { token, login, ...owner } = options;
  return {
    ...(token !== undefined && {
      sealedToken: token && sealer.seal(requireToken(token), { ...owner, kind: "token" }),
    }),
    ...(login !== undefined && {
      sealedLogin: login && sealer.seal(JSON.stringify(login), { ...owner, kind: "login" }),
    }),
  };
}
