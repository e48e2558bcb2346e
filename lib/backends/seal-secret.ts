import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { BackendError } from "./backend-error.ts";

/** Whose secret it is. Sealed for one backend, it opens for no other, nor as another kind of secret. */
export type SecretOwner = {
  readonly workspaceId: string;
  readonly backendId: string;
  readonly kind: "token" | "login";
};

/** Seals what lets Genga in elsewhere, so that the database alone (a copy, a backup) gives nobody's token away. */
export type SecretSealer = {
  seal(secret: string, owner: SecretOwner): string;
  /** @throws BackendError `rejected` when it was sealed with another key, or for another owner */
  open(sealed: string, owner: SecretOwner): string;
};

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Keeps this key apart from every other one that is made of the same secret. */
const KEY_PURPOSE = "genga/backend-secrets/v1";
const FORM = /^v1\.([\w-]{16})\.([\w-]{22,4000})$/;

/**
 * AES-256-GCM with a fresh nonce for each secret and a key that HKDF-SHA256 makes of the installation's own.
 * @param installationSecret GENGA_SECRET, at least 32 characters
 */
export function createSecretSealer(installationSecret: string): SecretSealer {
  const key = Buffer.from(hkdfSync("sha256", installationSecret, "", KEY_PURPOSE, KEY_BYTES));
  return {
    seal(secret, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associatedData(owner));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      const body = Buffer.concat([sealed, cipher.getAuthTag()]);
      return `v1.${nonce.toString("base64url")}.${body.toString("base64url")}`;
    },
    open(text, owner) {
      const [, nonce, body] = FORM.exec(text) ?? [];
      if (nonce === undefined || body === undefined) throw unreadable("not a sealed secret");
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(associatedData(owner));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const opened = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
        return Buffer.concat(opened).toString("utf8");
      } catch {
        throw unreadable("sealed with another key or for another backend");
      }
    },
  };
}

function associatedData({ workspaceId, backendId, kind }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([workspaceId, backendId, kind]), "utf8");
}

function unreadable(log: string): BackendError {
  return new BackendError(
    "rejected",
    "The token or password that was saved for this backend can't be read any more, because this installation's own secret is another one now. Enter it again in the backend's settings.",
    { log },
  );
}
