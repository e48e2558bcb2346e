import { redirect } from "next/navigation";
import { AccountForm } from "#components/account/account-form.tsx";
import { hasAnyAccount } from "#lib/auth/has-any-account.ts";
import { services } from "#lib/projects/services.ts";
import { findPageUser, safeNextPath } from "../page-user.ts";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in · Genga" };

export default async function SignInPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const nextPath = safeNextPath((await props.searchParams)["next"]);
  if (await findPageUser()) redirect(nextPath);
  if (!(await hasAnyAccount(services().database))) redirect("/sign-up");
  return <AccountForm purpose="sign-in" nextPath={nextPath} />;
}
