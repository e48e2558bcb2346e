import type {
  BackendLogin,
  BackendPatch,
  BackendView,
  MappingChoice,
} from "#lib/core/backend-settings.ts";
import type { BackendHelp } from "#lib/core/backend-state.ts";
import { sameJson } from "#lib/core/canonical-json.ts";

/** What becomes of a secret that can't be shown: it stays, goes, or another takes its place. */
export type SecretEdit<Secret> =
  | { readonly type: "keep" }
  | { readonly type: "forget" }
  | { readonly type: "replace"; readonly secret: Secret };

/** A backend's settings as a person is editing them. */
export type BackendDraft = {
  readonly name: string;
  readonly concurrency: number;
  readonly helps: BackendHelp;
  readonly params: BackendView["params"];
  readonly token: SecretEdit<string>;
  readonly login: SecretEdit<BackendLogin>;
  /** Set once the app was read again and its mapping confirmed. */
  readonly mapping: MappingChoice | null;
};

export function draftOf({ name, state, params }: BackendView): BackendDraft {
  const { concurrency, helps } = state;
  const keep = { type: "keep" } as const;
  return { name, concurrency, helps, params, token: keep, login: keep, mapping: null };
}

/** Only what differs from how the backend was when its editing began. */
export function patchOf(backend: BackendView, draft: BackendDraft): BackendPatch {
  const name = draft.name.trim();
  const token = secretOf(draft.token, (text) => (text.trim() === "" ? undefined : text.trim()));
  const login = secretOf(draft.login, (both) =>
    both.user === "" && both.password === "" ? undefined : both,
  );
  return {
    ...(name === backend.name ? {} : { name }),
    ...(draft.concurrency === backend.state.concurrency ? {} : { concurrency: draft.concurrency }),
    ...(draft.helps === backend.state.helps ? {} : { helps: draft.helps }),
    ...(sameJson(draft.params, backend.params) ? {} : { params: draft.params }),
    ...(token === undefined ? {} : { token }),
    ...(login === undefined ? {} : { login }),
    ...(draft.mapping === null ? {} : { mapping: draft.mapping }),
  };
}

/** Undefined leaves it as it is: also a replacement that was opened and left empty. */
function secretOf<Secret>(
  edit: SecretEdit<Secret>,
  read: (secret: Secret) => Secret | undefined,
): Secret | null | undefined {
  if (edit.type === "keep") return undefined;
  return edit.type === "forget" ? null : read(edit.secret);
}
