import { GengaError } from "#lib/core/errors.ts";
import type { Auth } from "./create-auth.ts";

/** The person behind a request. */
export type RequestUser = { readonly id: string; readonly name: string; readonly email: string };

/** Who is signed in on this request's cookie, or null. */
export async function findRequestUser(auth: Auth, headers: Headers): Promise<RequestUser | null> {
  const session = await auth.api.getSession({ headers });
  if (!session) return null;
  const { id, name, email } = session.user;
  return { id, name, email };
}

/**
 * Who is signed in on this request's cookie.
 * @throws GengaError `signed-out`
 */
export async function requireRequestUser(auth: Auth, headers: Headers): Promise<RequestUser> {
  const user = await findRequestUser(auth, headers);
  if (user) return user;
  throw new GengaError("signed-out", "You are signed out. Your work is saved. Sign in to go on.");
}
