import { randomUUID } from "node:crypto";
import type {
  AppReading,
  BackendList,
  BackendView,
  MappingChoice,
} from "#lib/core/backend-settings.ts";
import type { Hub } from "#lib/backends/gradio/read-space.ts";
import type { Role } from "#lib/core/permissions.ts";
import { createApiCaller, type ApiAnswer, type ApiCaller } from "./call-api.ts";
import { signUpTestUser, startTestServices } from "./test-services.ts";

type TestServices = Awaited<ReturnType<typeof startTestServices>>;

/** A workspace whose settings are reached through the real routes, by somebody who is signed in. */
export type SettingsHouse = TestServices & {
  readonly call: ApiCaller;
  readonly owner: { readonly userId: string; readonly cookie: string };
  readonly workspaceId: string;
  /** `/api/workspaces/…/backends` */
  readonly url: `/api/${string}`;
  /** Another member of the workspace. */
  join(role: Role): Promise<{ userId: string; cookie: string }>;
  list(): Promise<BackendList>;
  read(body: unknown): Promise<ApiAnswer<AppReading & { message?: string }>>;
  create(body: unknown): Promise<ApiAnswer<BackendView & { message?: string }>>;
  patch(backendId: string, body: unknown): Promise<ApiAnswer<BackendView & { message?: string }>>;
};

export async function openSettingsHouse(
  options: { allowPrivateAddresses?: boolean; forbiddenPorts?: readonly number[]; hub?: Hub } = {},
): Promise<SettingsHouse> {
  const { allowPrivateAddresses = true, ...more } = options;
  const house = await startTestServices({ allowPrivateAddresses, ...more });
  const { database } = house.services;
  const call = await createApiCaller();
  const owner = await signUpTestUser(house.services, "Ada");
  const workspaceId = randomUUID();
  const memberships = { create: { userId: owner.userId, role: "owner" } };
  await database.workspace.create({ data: { id: workspaceId, name: "Studio", memberships } });
  const url = `/api/workspaces/${workspaceId}/backends` as const;
  const { cookie } = owner;
  return {
    ...house,
    ...{ call, owner, workspaceId, url },
    async join(role) {
      const user = await signUpTestUser(house.services, role);
      await database.membership.create({ data: { workspaceId, userId: user.userId, role } });
      return user;
    },
    list: async () => (await call<BackendList>(`GET ${url}`, { cookie })).body,
    read: (body) => call(`POST ${url}/read`, { cookie, body }),
    create: (body) => call(`POST ${url}`, { cookie, body }),
    patch: (backendId, body) => call(`PATCH ${url}/${backendId}`, { cookie, body }),
  };
}

/** What the settings suggest for an app's likeliest endpoint, confirmed as it is. */
export function confirmed(reading: AppReading): MappingChoice {
  const [choice] = reading.choices;
  if (!choice) throw new Error("the app has no endpoint that draws between two images");
  const { apiName, outputIndex, rows } = choice;
  const sources = Object.fromEntries(rows.map(({ input, source }) => [input, source]));
  return { apiName, outputIndex, sources };
}
