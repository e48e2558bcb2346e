import type { Json } from "#lib/core/canonical-json.ts";

/** One input of an endpoint, as its app announces it. All texts are the server's: bounded, never rendered as HTML. */
export type GradioParameter = {
  readonly name: string;
  readonly label: string;
  /** Gradio's component, in lower case: `image`, `slider`, `textbox`. */
  readonly component: string;
  readonly valueType: "number" | "text" | "boolean" | "other";
  /** No default; an image is needed whatever its app says (ToonCrafter's says otherwise and breaks). */
  readonly isRequired: boolean;
  readonly default: Json;
  readonly range: { readonly min: number; readonly max: number; readonly step: number } | null;
  readonly choices: readonly string[] | null;
};

export type GradioOutput = { readonly label: string; readonly component: string };

/** Something that an app can be asked to do. */
export type GradioEndpoint = {
  /** `/get_image`: the one name that stays; numbers differ between copies of the same app. */
  readonly apiName: string;
  /** The number that the queue wants, valid for this reading of the app only. */
  readonly functionIndex: number;
  readonly parameters: readonly GradioParameter[];
  /** In the queue's order: an index into `parameters`, or null for an input that callers leave empty. */
  readonly inputSlots: readonly (number | null)[];
  readonly outputs: readonly GradioOutput[];
};

/** A Gradio app of version 4, 5 or 6, as read from its server. */
export type GradioApp = {
  readonly version: string;
  /** `/gradio_api` from version 5 on, else empty. */
  readonly apiPrefix: string;
  readonly spaceId: string | null;
  /** A number that each start of the server draws anew; null where it tells none. */
  readonly appId: number | null;
  readonly endpoints: readonly GradioEndpoint[];
};
