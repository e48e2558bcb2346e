import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hub } from "#lib/backends/gradio/read-space.ts";
import { createServices } from "#lib/projects/create-services.ts";
import { provideServices, type Services } from "#lib/projects/services.ts";
import { createTestDatabase } from "./test-database.ts";
import { TEST_SECRET } from "./test-secret.ts";

/** Where the routes under test believe that they are. */
export const TEST_ORIGIN = "http://127.0.0.1:3999";

/**
 * The web process's own services over a fresh database and data directory, provided to the routes of this process.
 * @param options.allowPrivateAddresses by default false, as where an operator has said nothing
 */
export async function startTestServices(
  options: { allowPrivateAddresses?: boolean; forbiddenPorts?: readonly number[]; hub?: Hub } = {},
): Promise<{
  services: Services;
  databaseUrl: string;
  dataDirectory: string;
  stop: () => Promise<void>;
}> {
  const { allowPrivateAddresses = false, forbiddenPorts = [], hub } = options;
  const place = await createTestDatabase();
  const dataDirectory = await mkdtemp(join(tmpdir(), "genga-data-"));
  const { services, close } = await createServices({
    databaseUrl: place.connectionString,
    dataDirectory,
    secret: TEST_SECRET,
    address: { url: undefined, host: "127.0.0.1", port: 3999 },
    allowPrivateAddresses,
    forbiddenPorts,
    hub,
  });
  provideServices(services);
  return {
    services,
    databaseUrl: place.connectionString,
    dataDirectory,
    async stop() {
      await close();
      await place.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** An account and the cookie of its session. */
export async function signUpTestUser(
  services: Services,
  name: string,
): Promise<{ userId: string; cookie: string }> {
  const body = { name, email: `${crypto.randomUUID()}@example.test`, password: "long enough" };
  const response = await services.auth.api.signUpEmail({ body, asResponse: true });
  const { user } = (await response.json()) as { user: { id: string } };
  return { userId: user.id, cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}
