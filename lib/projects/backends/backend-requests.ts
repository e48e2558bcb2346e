import * as z from "zod/mini";
import { BACKEND_LIMITS, SOURCE_KINDS } from "#lib/core/backend-settings.ts";
import { BACKEND_HELPS } from "#lib/core/backend-state.ts";
import { idSchema } from "#lib/core/ids.ts";
import { paramsSchema } from "#lib/core/segment.ts";
import { storableText } from "#lib/core/text.ts";

// What the routes of a workspace's backends take: `lib/core/backend-settings.ts` says what each means.

const { addressChars, concurrency, loginChars, nameChars, perWorkspace, tokenChars } =
  BACKEND_LIMITS;

const name = storableText(nameChars);
const token = storableText(tokenChars).check(z.minLength(1));
const login = z.strictObject({
  user: storableText(loginChars).check(z.minLength(1)),
  password: storableText(loginChars).check(z.minLength(1)),
});
const app = {
  address: storableText(addressChars),
  token: z.optional(token),
  login: z.optional(login),
};

/** More inputs than any endpoint that can be confirmed has. */
const MAX_SOURCES = 64;
const mapping = z.strictObject({
  apiName: storableText(200),
  sources: z
    .record(storableText(64), z.enum(SOURCE_KINDS))
    .check(z.refine((sources) => Object.keys(sources).length <= MAX_SOURCES, "too many inputs")),
  outputIndex: z.int().check(z.minimum(0), z.maximum(200)),
});

export const appReadSchema = z.union([
  z.strictObject(app),
  z.strictObject({ backendId: idSchema }),
]);
export type AppReadBody = z.infer<typeof appReadSchema>;

export const backendCreationSchema = z.union([
  z.strictObject({ ...app, name, preset: z.literal("tooncrafter") }),
  z.strictObject({ ...app, name, mapping }),
]);
export type BackendCreationBody = z.infer<typeof backendCreationSchema>;

export const backendPatchSchema = z.strictObject({
  name: z.optional(name),
  isEnabled: z.optional(z.boolean()),
  helps: z.optional(z.enum(BACKEND_HELPS)),
  concurrency: z.optional(z.int().check(z.minimum(concurrency.min), z.maximum(concurrency.max))),
  params: z.optional(paramsSchema),
  token: z.optional(z.nullable(token)),
  login: z.optional(z.nullable(login)),
  mapping: z.optional(mapping),
});
export type BackendPatchBody = z.infer<typeof backendPatchSchema>;

export const backendOrderSchema = z.strictObject({
  ids: z.array(idSchema).check(z.maxLength(perWorkspace * 2)),
});
