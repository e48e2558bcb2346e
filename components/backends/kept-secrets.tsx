"use client";

import { KeyRound, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import type { BackendLogin } from "#lib/core/backend-settings.ts";
import { LoginFields, TokenField } from "./access-fields.tsx";
import { NO_LOGIN } from "./app-to-read.ts";
import type { SecretEdit } from "./backend-draft.ts";

const KEEP = { type: "keep" } as const;

/** The token that is kept, which can be replaced or forgotten and is never shown. */
export function KeptToken(props: {
  hasToken: boolean;
  edit: SecretEdit<string>;
  onEdit: (edit: SecretEdit<string>) => void;
}) {
  const { hasToken, edit, onEdit } = props;
  return (
    <KeptSecret
      icon={<KeyRound aria-hidden />}
      what="token"
      isKept={hasToken}
      edit={edit}
      empty=""
      onEdit={onEdit}
    >
      {(secret, setSecret) => <TokenField autoFocus value={secret} onChange={setSecret} />}
    </KeptSecret>
  );
}

/** The user and password that are kept, likewise. */
export function KeptLogin(props: {
  hasLogin: boolean;
  edit: SecretEdit<BackendLogin>;
  onEdit: (edit: SecretEdit<BackendLogin>) => void;
}) {
  const { hasLogin, edit, onEdit } = props;
  return (
    <KeptSecret
      icon={<Lock aria-hidden />}
      what="user and password"
      isKept={hasLogin}
      edit={edit}
      empty={NO_LOGIN}
      onEdit={onEdit}
    >
      {(secret, setSecret) => <LoginFields value={secret} onChange={setSecret} />}
    </KeptSecret>
  );
}

function KeptSecret<Secret>(props: {
  icon: ReactNode;
  what: string;
  isKept: boolean;
  edit: SecretEdit<Secret>;
  empty: Secret;
  onEdit: (edit: SecretEdit<Secret>) => void;
  children: (secret: Secret, setSecret: (secret: Secret) => void) => ReactNode;
}) {
  const { what, isKept, edit, onEdit } = props;
  if (edit.type === "replace") {
    return (
      <div className="flex flex-col gap-2">
        {props.children(edit.secret, (secret) => onEdit({ type: "replace", secret }))}
        <Button size="small" look="quiet" className="self-start" onClick={() => onEdit(KEEP)}>
          {isKept ? `Keep the ${what} that is there` : `Add no ${what}`}
        </Button>
      </div>
    );
  }
  const isForgotten = edit.type === "forget";
  const replace = () => onEdit({ type: "replace", secret: props.empty });
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <span className="text-faint [&_svg]:size-3.5">{props.icon}</span>
      <span className="min-w-0 flex-1 basis-40 text-muted">
        {isForgotten
          ? `The ${what} will be forgotten when you save.`
          : isKept
            ? `A ${what} ${what === "token" ? "is" : "are"} kept. Nobody can see ${what === "token" ? "it" : "them"} again.`
            : `No ${what}.`}
      </span>
      {isForgotten ? (
        <Button size="small" onClick={() => onEdit(KEEP)}>
          Keep it
        </Button>
      ) : isKept ? (
        <>
          <Button size="small" onClick={replace}>
            Replace the {what}…
          </Button>
          <Button size="small" look="danger" onClick={() => onEdit({ type: "forget" })}>
            Forget the {what}
          </Button>
        </>
      ) : (
        <Button size="small" onClick={replace}>
          Add a {what}…
        </Button>
      )}
    </div>
  );
}
