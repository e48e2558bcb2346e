"use client";

import { useId, useState, type FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { GengaMark } from "#components/ui/genga-mark.tsx";
import { FIELD_CLASSES } from "#components/ui/field.tsx";
import { createSampleProject } from "#lib/realtime/browser/api.ts";
import { signIn, signUp } from "./account-requests.ts";

/** `first-account`: a new installation has nobody yet. */
export type AccountPurpose = "sign-in" | "sign-up" | "first-account";

const WORDS = {
  "sign-in": { title: "Sign in to Genga", about: null, submit: "Sign in" },
  "sign-up": { title: "Create an account", about: null, submit: "Create account" },
  "first-account": {
    title: "Create the first account",
    about: "It stays on this installation, and no e-mail is sent. A sample story opens first.",
    submit: "Create account",
  },
} as const;

/** E-mail and password: signing in, or making an account and being in at once. */
export function AccountForm(props: { purpose: AccountPurpose; nextPath: string }) {
  const { purpose, nextPath } = props;
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const words = WORDS[purpose];
  const query = nextPath === "/" ? "" : `?next=${encodeURIComponent(nextPath)}`;

  const submit = async (form: FormData) => {
    const read = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    const account = { email: read("email").trim(), password: read("password") };
    setIsBusy(true);
    setError(null);
    const problem =
      purpose === "sign-in"
        ? await signIn(account)
        : await signUp({ ...account, name: read("name").trim() });
    if (problem !== null) {
      setError(problem);
      setIsBusy(false);
      return;
    }
    location.assign(purpose === "first-account" ? await sampleOrLibrary() : nextPath);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(new FormData(event.currentTarget));
  };

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-80">
        <GengaMark className="mb-6 size-9" />
        <h1 className="text-xl font-semibold">{words.title}</h1>
        {words.about === null ? null : <p className="mt-1 text-sm text-muted">{words.about}</p>}
        <form onSubmit={onSubmit} className="mt-6 flex flex-col gap-3">
          {purpose === "sign-in" ? null : (
            <FormField label="Name" name="name" autoComplete="name" maxLength={100} isFirst />
          )}
          <FormField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="email"
            maxLength={200}
            isFirst={purpose === "sign-in"}
          />
          <FormField
            label="Password"
            name="password"
            type="password"
            autoComplete={purpose === "sign-in" ? "current-password" : "new-password"}
            {...(purpose === "sign-in" ? {} : { minLength: 8, help: "At least 8 characters" })}
          />
          {error === null ? null : (
            <p role="alert" className="rounded-md bg-danger/15 px-3 py-2 text-xs">
              {error}
            </p>
          )}
          <Button type="submit" look="primary" size="large" busy={isBusy} className="mt-2">
            {words.submit}
          </Button>
        </form>
        {purpose === "first-account" ? null : (
          <p className="mt-4 text-xs text-muted">
            {purpose === "sign-in" ? "No account yet? " : "You have an account? "}
            <a
              href={(purpose === "sign-in" ? "/sign-up" : "/sign-in") + query}
              className="text-text underline underline-offset-2"
            >
              {purpose === "sign-in" ? "Create one" : "Sign in"}
            </a>
          </p>
        )}
      </div>
    </main>
  );
}

/** A first run opens the sample story; where it can't be made, the library says so with its own button. */
async function sampleOrLibrary(): Promise<string> {
  try {
    const { id } = await createSampleProject();
    return `/projects/${id}`;
  } catch {
    return "/";
  }
}

function FormField(props: {
  label: string;
  name: string;
  type?: "text" | "email" | "password";
  autoComplete: string;
  minLength?: number;
  maxLength?: number;
  help?: string;
  isFirst?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {props.label}
      </label>
      <input
        id={id}
        name={props.name}
        type={props.type ?? "text"}
        autoComplete={props.autoComplete}
        minLength={props.minLength}
        maxLength={props.maxLength ?? 128}
        autoFocus={props.isFirst}
        required
        className={`${FIELD_CLASSES} h-9 border-line-strong px-3 text-sm`}
      />
      {props.help === undefined ? null : <p className="text-2xs text-faint">{props.help}</p>}
    </div>
  );
}
