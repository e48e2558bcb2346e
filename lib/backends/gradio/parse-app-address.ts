/** Where a Gradio app is: a Space on Hugging Face by its name, or any server by its address. */
export type AppAddress =
  | {
      readonly kind: "space";
      readonly spaceId: string;
      /** The Hub's own id of the Space that was confirmed: its name may be somebody else's one day. */
      readonly hubId?: string | undefined;
    }
  /** Without a slash at the end. */
  | { readonly kind: "url"; readonly baseUrl: string };

const SPACE_ID = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9_][\w.-]{0,95}$/;

/** Reads what a person pasted: `owner/name`, a Space's page, or an app's address. Null when it is none of them. */
export function parseAppAddress(text: string): AppAddress | null {
  const pasted = text.trim();
  if (pasted.length > 500) return null;
  if (SPACE_ID.test(pasted)) return { kind: "space", spaceId: pasted };
  if (!/^https?:\/\//i.test(pasted) || !URL.canParse(pasted)) return null;
  const url = new URL(pasted);
  if (url.username !== "" || url.password !== "") return null;
  if (url.host === "huggingface.co" || url.host === "hf.co") {
    const [, spaces, owner, name] = url.pathname.split("/");
    const spaceId = `${owner ?? ""}/${name ?? ""}`;
    return spaces === "spaces" && SPACE_ID.test(spaceId) ? { kind: "space", spaceId } : null;
  }
  return { kind: "url", baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}
