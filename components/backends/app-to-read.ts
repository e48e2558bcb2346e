import type { AppReadRequest, BackendLogin } from "#lib/core/backend-settings.ts";

/** Where an app is and what opens it, as a person fills it in. */
export type AppToRead = {
  readonly address: string;
  readonly token: string;
  readonly login: BackendLogin;
};

export const NO_LOGIN: BackendLogin = { user: "", password: "" };

/** What is sent of it: what was left empty is left out. */
export function accessOf(app: AppToRead): Extract<AppReadRequest, { address: string }> {
  const token = app.token.trim();
  const hasLogin = app.login.user !== "" || app.login.password !== "";
  return {
    address: app.address.trim(),
    ...(token === "" ? {} : { token }),
    ...(hasLogin ? { login: app.login } : {}),
  };
}
