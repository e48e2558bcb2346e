import * as z from "zod/mini";
import type { BackendDescription } from "./backend-description.ts";
import type { BackendHelp, BackendState } from "./backend-state.ts";
import type { Params } from "./segment.ts";

/** What may go into one input of an app, in the words of the settings. `default` is the app's own value. */
export const SOURCE_KINDS = [
  "first-image",
  "last-image",
  "prompt",
  "negative-prompt",
  "seed",
  "duration-seconds",
  "setting",
  "default",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** One input of an app's endpoint. `input`, `label` and `component` are the app's own words: bounded plain lines. */
export type MappingRow = {
  readonly input: string;
  readonly label: string;
  /** Gradio's component, in lower case: `image`, `slider`, `textbox`. */
  readonly component: string;
  /** What is suggested. */
  readonly source: SourceKind;
  /** What a person may choose in its place, the suggestion among them. */
  readonly options: readonly SourceKind[];
  readonly isRequired: boolean;
};

/** One way to call an app, for a person to look at and confirm. */
export type EndpointChoice = {
  /** `/get_image` */
  readonly apiName: string;
  /** Whether names told which image is which; if not, the person must look twice. */
  readonly isCertain: boolean;
  readonly rows: readonly MappingRow[];
  /** The outputs that can be the video, by their place among all outputs. */
  readonly outputs: readonly {
    readonly index: number;
    readonly label: string;
    readonly component: string;
  }[];
  readonly outputIndex: number;
};

/** Where a backend is, for the eye: a `url` may be shown and opened as a link. */
export type AddressView =
  | { readonly kind: "space"; readonly spaceId: string; readonly url: string }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "local" };

/** What an app at an address can do. */
export type AppReading = {
  readonly address: AddressView;
  readonly gradioVersion: string;
  /** It can be added with the preset, which knows more of it than its own labels say. */
  readonly isToonCrafter: boolean;
  readonly suggestedName: string;
  /** The likeliest first; empty when the app can't draw between two images. */
  readonly choices: readonly EndpointChoice[];
  readonly refusals: readonly { readonly apiName: string; readonly reason: string }[];
};

/** A mapping as a person confirmed it. */
export type MappingChoice = {
  readonly apiName: string;
  /** By the input's name; every input of the endpoint. */
  readonly sources: Readonly<Record<string, SourceKind>>;
  readonly outputIndex: number;
};

/** A backend as its settings show it. Its token and password are never among what is told. */
export type BackendView = {
  readonly id: string;
  readonly name: string;
  readonly address: AddressView;
  readonly model: "tooncrafter" | "mapped";
  /** With the workspace's own defaults in place of the app's. */
  readonly description: BackendDescription;
  /** The defaults that differ from the app's own. */
  readonly params: Params;
  readonly mapping: MappingChoice;
  readonly hasToken: boolean;
  readonly hasLogin: boolean;
  readonly state: BackendState;
};

export type BackendList = {
  /** In the workspace's order: the first that can draw is asked first. */
  readonly backends: readonly BackendView[];
  readonly draft: BackendDescription;
  readonly canManage: boolean;
  /** Whether this installation asks addresses on its own machine and network. */
  readonly allowsPrivateAddresses: boolean;
  readonly workspaceName: string;
};

export type BackendLogin = { readonly user: string; readonly password: string };

/** An app to be read: by the address that somebody pasted, or that of a backend with what is saved for it. */
export type AppReadRequest =
  | { readonly address: string; readonly token?: string; readonly login?: BackendLogin }
  | { readonly backendId: string };

/** The in-betweener that `npm start` runs on this machine is added by its own set-up (`local-backend.ts`). */
export type BackendCreation = {
  readonly address: string;
  readonly token?: string;
  readonly login?: BackendLogin;
  readonly name: string;
} & ({ readonly preset: "tooncrafter" } | { readonly mapping: MappingChoice });

/** Only what is named is changed. A token or login of null is forgotten. */
export type BackendPatch = {
  readonly name?: string;
  readonly isEnabled?: boolean;
  readonly helps?: BackendHelp;
  readonly concurrency?: number;
  /** All of the defaults that differ from the app's own: those not named go back to the app's. */
  readonly params?: Params;
  readonly token?: string | null;
  readonly login?: BackendLogin | null;
  /** The app is read again; what was asked of it before stays as it was. */
  readonly mapping?: MappingChoice;
};

export const BACKEND_LIMITS = {
  perWorkspace: 32,
  nameChars: 80,
  addressChars: 500,
  concurrency: { min: 1, max: 16 },
  tokenChars: 400,
  loginChars: 200,
} as const;

/** How a trial of two built-in drawings stands. */
export const trialStatusSchema = z.object({
  state: z.enum(["queued", "running", "ready", "failed"]),
  /** One short line of what happens at the moment. */
  detail: z.string(),
  /** 0..1, or null when the backend can't say. */
  fraction: z.nullable(z.number()),
  /** Why it failed and what to do, for the person. */
  message: z.nullable(z.string()),
  /** What the backend gave: frames in all, at its own size and rate. */
  frames: z.nullable(z.number()),
  width: z.nullable(z.number()),
  height: z.nullable(z.number()),
  framesPerSecond: z.nullable(z.number()),
  /** From the first question to the whole video. */
  elapsedMs: z.nullable(z.number()),
  /** What the backend and the checks have to say, for the person. */
  notes: z.array(z.string()),
});
export type TrialStatus = z.infer<typeof trialStatusSchema>;
