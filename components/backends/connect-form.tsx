"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { BACKEND_LIMITS, type AppReading } from "#lib/core/backend-settings.ts";
import { LoginFields, TokenField } from "./access-fields.tsx";
import type { AppSource } from "./add-step.ts";
import { accessOf, type AppToRead } from "./app-to-read.ts";
import { Disclosure } from "./disclosure.tsx";
import { InputField } from "./input-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { ReadingProgress } from "./reading-progress.tsx";
import { useAppReading } from "./use-app-reading.ts";

/** Where an app is and what opens it; reading it is the next step. */
export function ConnectForm(props: {
  workspaceId: string;
  source: AppSource;
  /** What was filled in before, when a person comes back. */
  first: AppToRead;
  allowsPrivateAddresses: boolean;
  onBack: () => void;
  onRead: (app: AppToRead, reading: AppReading) => void;
}) {
  const { workspaceId, source, onBack } = props;
  const [app, setApp] = useState(props.first);
  const { isReading, problem, read, cancel } = useAppReading(workspaceId);
  const isKnown = source === "tooncrafter";
  const token = (
    <TokenField
      value={app.token}
      autoFocus={isKnown}
      disabled={isReading}
      onChange={(value) => setApp({ ...app, token: value })}
    />
  );
  const login = (
    <LoginFields
      value={app.login}
      disabled={isReading}
      onChange={(value) => setApp({ ...app, login: value })}
    />
  );
  const hasLogin = app.login.user !== "" || app.login.password !== "";
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void read(accessOf(app), (reading) => props.onRead(app, reading));
      }}
    >
      {isKnown ? <QuotaTable /> : null}
      <InputField
        label={isKnown ? "Space" : "Space’s name or address"}
        value={app.address}
        isAddress
        required
        autoFocus={!isKnown}
        disabled={isReading}
        maxLength={BACKEND_LIMITS.addressChars}
        placeholder="owner/name or https://…"
        help={isKnown ? "The authors’ own. A copy of it works as well." : addressHelp(props)}
        onChange={(address) => setApp({ ...app, address })}
      />
      {isKnown ? (
        token
      ) : (
        <Disclosure
          summary="Access: a token, or a user and password"
          open={app.token !== "" || hasLogin}
        >
          <div className="flex flex-col gap-4">
            {token}
            {login}
          </div>
        </Disclosure>
      )}
      <ProblemNote problem={problem} />
      {isReading ? <ReadingProgress address={app.address.trim()} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-2 pt-1">
        {isReading ? (
          <Button size="large" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="large" look="quiet" className="mr-auto" onClick={onBack}>
            Back
          </Button>
        )}
        <Button
          type="submit"
          look="primary"
          size="large"
          busy={isReading}
          disabled={app.address.trim() === ""}
        >
          {isReading ? "Reading…" : "Read the app"}
        </Button>
      </div>
    </form>
  );
}

function addressHelp({ allowsPrivateAddresses }: { allowsPrivateAddresses: boolean }): string {
  const base = "As on Hugging Face, or the address of any Gradio app that you can open.";
  return allowsPrivateAddresses
    ? `${base} Also one on this machine or in your network, such as http://127.0.0.1:7860.`
    : `${base} It must be public and begin with https; whoever runs this installation can allow others.`;
}

/** What a token is worth, before anybody waits for a quota. */
function QuotaTable() {
  const rows = [
    ["Without a token", "about 1 segment a day"],
    ["A free account’s token", "5 to 7 a day"],
    ["A PRO account’s token", "about 60 a day"],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 rounded-md bg-raised/60 px-3 py-2.5 text-xs">
      {rows.map(([who, what]) => (
        <div key={who} className="contents">
          <dt className="text-muted">{who}</dt>
          <dd className="tabular-nums">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
