import type { Auth } from "#lib/auth/create-auth.ts";
import type { Address } from "#lib/auth/own-origins.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { AppReader } from "#lib/backends/app-reader.ts";
import type { SecretSealer } from "#lib/backends/seal-secret.ts";
import type { Database } from "#lib/db/client.ts";
import type { JobQueue } from "#lib/jobs/job-queue.ts";
import type { importImage } from "#lib/media/import-image.ts";
import type { renderSvg } from "#lib/media/render-svg.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";
import type { CommitFeed } from "./commit-feed.ts";
import type { LocalBackendControl } from "./local-backend/local-backend-control.ts";

/** What the use cases of the web process work with; made once, by `create-services.ts`. */
export type Services = {
  readonly address: Address;
  readonly database: Database;
  readonly auth: Auth;
  readonly blobs: BlobStore;
  readonly queue: JobQueue;
  readonly commits: CommitFeed;
  /** Decodes in processes of its own; reached through here so that no bundle holds the media code. */
  readonly importImage: typeof importImage;
  /** Draws the sample story; never what people upload. */
  readonly renderSvg: typeof renderSvg;
  /** Asks the apps that people name; reached through here so that no bundle holds what goes out to other servers. */
  readonly appReader: AppReader;
  /** Seals backends' tokens and passwords. */
  readonly sealer: SecretSealer;
  /** Null where nobody can run one: outside `npm start`, or where its operator doesn't offer it. */
  readonly localBackend: LocalBackendControl | null;
};

/** Next bundles its routes apart from the server that runs them; the global object is what both see. */
const KEY = Symbol.for("genga.services");
type Holder = { [KEY]?: Services };

/** Called once by the web server, before it listens. */
export function provideServices(services: Services): void {
  (globalThis as Holder)[KEY] = services;
}

/** @throws GengaError `unavailable` while the process starts or stops, and while Next builds. */
export function services(): Services {
  const provided = (globalThis as Holder)[KEY];
  if (provided) return provided;
  throw new GengaError(
    "unavailable",
    "Genga is starting. Your work is saved. Try again in a moment.",
  );
}
