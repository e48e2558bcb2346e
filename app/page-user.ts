import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { hasAnyAccount } from "#lib/auth/has-any-account.ts";
import { findRequestUser, type RequestUser } from "#lib/auth/request-user.ts";
import { services } from "#lib/projects/services.ts";

/** Who looks at this page, or null. */
export async function findPageUser(): Promise<RequestUser | null> {
  return findRequestUser(services().auth, await headers());
}

/** Who looks at this page; somebody who is not signed in is sent to sign in first, and then back to `path`. */
export async function requirePageUser(path: string): Promise<RequestUser> {
  const user = await findPageUser();
  if (user) return user;
  // Nobody can sign in to a new installation: its first screen makes the first account.
  if (!(await hasAnyAccount(services().database))) redirect("/sign-up");
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

const OWN_PATH = /^\/(projects\/[A-Za-z0-9_-]{8,64}|workspaces\/[A-Za-z0-9_-]{8,64}\/backends)?$/;

/** Where to go after signing in: a path of this site, and nothing that a link from elsewhere could smuggle in. */
export function safeNextPath(next: string | string[] | undefined): string {
  return typeof next === "string" && OWN_PATH.test(next) ? next : "/";
}
