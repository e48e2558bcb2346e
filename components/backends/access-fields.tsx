"use client";

import { useId } from "react";
import { BACKEND_LIMITS, type BackendLogin } from "#lib/core/backend-settings.ts";
import { InputField } from "./input-field.tsx";

/** A Hugging Face token for an app that is being added. */
export function TokenField(props: {
  value: string;
  onChange: (token: string) => void;
  disabled?: boolean;
  autoFocus?: boolean;
}) {
  return (
    <InputField
      label="Hugging Face token (optional)"
      type="password"
      value={props.value}
      maxLength={BACKEND_LIMITS.tokenChars}
      placeholder="hf_…"
      disabled={props.disabled === true}
      autoFocus={props.autoFocus === true}
      onChange={props.onChange}
      help={
        <>
          For a larger quota, and for private Spaces. Reading is all it must allow.{" "}
          <a
            href="https://huggingface.co/settings/tokens"
            target="_blank"
            rel="noreferrer noopener"
            className="text-muted underline underline-offset-2 hover:text-text"
          >
            Make one on Hugging Face
          </a>
          . It is kept encrypted on this installation and never shown again.
        </>
      }
    />
  );
}

/** The login of an app that asks for one before it shows anything. */
export function LoginFields(props: {
  value: BackendLogin;
  onChange: (login: BackendLogin) => void;
  disabled?: boolean;
}) {
  const { value, onChange, disabled = false } = props;
  const headingId = useId();
  return (
    <div role="group" aria-labelledby={headingId} className="flex flex-col gap-2">
      <p id={headingId} className="text-2xs text-faint">
        For an app whose own page asks for a user and a password.
      </p>
      <div className="grid gap-2 sm:grid-cols-2">
        <InputField
          label="User"
          value={value.user}
          maxLength={BACKEND_LIMITS.loginChars}
          disabled={disabled}
          onChange={(user) => onChange({ ...value, user })}
        />
        <InputField
          label="Password"
          type="password"
          value={value.password}
          maxLength={BACKEND_LIMITS.loginChars}
          disabled={disabled}
          onChange={(password) => onChange({ ...value, password })}
        />
      </div>
    </div>
  );
}
