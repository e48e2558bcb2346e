/** What to do about each refusal of the account server, by its code. */
const REFUSALS: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD:
    "The e-mail or the password is not right. Check both, and Caps Lock, and try again.",
  USER_ALREADY_EXISTS: "There is an account with this e-mail. Sign in instead.",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "There is an account with this e-mail. Sign in instead.",
  INVALID_EMAIL: "This is not an e-mail address. Check it for a typing mistake.",
  PASSWORD_TOO_SHORT: "The password is too short. Use at least 8 characters.",
  PASSWORD_TOO_LONG: "The password is too long. Use at most 128 characters.",
};

/** Signs in. @returns null, or what went wrong and what to do, for the person. */
export function signIn(account: { email: string; password: string }): Promise<string | null> {
  return post("sign-in/email", account);
}

/** Makes an account and signs in to it. @returns as `signIn`. */
export function signUp(account: {
  name: string;
  email: string;
  password: string;
}): Promise<string | null> {
  return post("sign-up/email", account);
}

/** Ends the session. @returns as `signIn`. */
export function signOut(): Promise<string | null> {
  return post("sign-out", {});
}

/** Speaks to better-auth's own endpoints: three calls are not worth its client in every page's script. */
async function post(path: string, body: Record<string, string>): Promise<string | null> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    if (response.status === 429) return "Too many attempts. Wait a minute and try again.";
    const answer: unknown = await response.json().catch(() => null);
    const { code, message } = readRefusal(answer);
    return REFUSALS[code] ?? (message === "" ? "That did not work. Try again." : message);
  } catch {
    return "Genga can't be reached. Check that it is running, and try again.";
  }
}

function readRefusal(answer: unknown): { code: string; message: string } {
  const read = (name: "code" | "message") => {
    if (typeof answer !== "object" || answer === null) return "";
    const value: unknown = Reflect.get(answer, name);
    return typeof value === "string" ? value : "";
  };
  return { code: read("code"), message: read("message") };
}
