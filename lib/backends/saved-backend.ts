import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { BackendHelp } from "#lib/core/backend-state.ts";
import type { EndpointMapping } from "./gradio/endpoint-mapping.ts";
import type { AppAddress } from "./gradio/parse-app-address.ts";

/** `local`: the in-betweener that `npm start` runs on this machine, wherever it listens at the time. */
export type BackendAddress = AppAddress | { readonly kind: "local" };

/** A backend as a workspace keeps it, its secrets still sealed. */
export type SavedBackend = {
  readonly workspaceId: string;
  readonly id: string;
  readonly address: BackendAddress;
  readonly mapping: EndpointMapping;
  /** With the workspace's name for it, and its default settings. */
  readonly description: BackendDescription;
  readonly sealedToken: string | null;
  /** A sealed JSON `{"user": …, "password": …}`. */
  readonly sealedLogin: string | null;
  readonly isEnabled: boolean;
  readonly helps: BackendHelp;
  readonly concurrency: number;
};
