import * as z from "zod/mini";
import { touchedBy, type Change, type Patch } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { idSchema, segmentIdSchema } from "#lib/core/ids.ts";
import { keyframeSchema } from "#lib/core/keyframe.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { isOrderKey } from "#lib/core/order.ts";
import { projectSchema } from "#lib/core/project.ts";
import { segmentSchema } from "#lib/core/segment.ts";

const orderKey = keyframeSchema.shape.order.check(z.refine(isOrderKey, "not an order key"));
const { kind: _keyframeKind, id: _keyframeId, ...keyframeFields } = keyframeSchema.shape;
const { kind: _projectKind, id: _projectId, ...projectFields } = projectSchema.shape;
const {
  kind: _segmentKind,
  id: _segmentId,
  fromKeyframeId: _from,
  toKeyframeId: _to,
  ...segmentFields
} = segmentSchema.shape;

/** `from` is the browser's belief; the commit finds the true values itself, so only its form matters: it is ignored. */
const ignored = z.optional(z.unknown());

const patchSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("project"),
    id: idSchema,
    from: ignored,
    to: z.partial(z.strictObject(projectFields)),
  }),
  z.strictObject({
    kind: z.literal("keyframe"),
    id: idSchema,
    from: ignored,
    to: z.partial(z.strictObject({ ...keyframeFields, order: orderKey })),
  }),
  z.strictObject({
    kind: z.literal("segment"),
    id: segmentIdSchema,
    from: ignored,
    to: z.partial(z.strictObject(segmentFields)),
  }),
]);

const atMost = z.maxLength(LIMITS.recordsPerChange);

/** What people may say in a change; takes and renders are the server's to write. */
const changeSchema = z.strictObject({
  put: z.array(z.strictObject({ ...keyframeSchema.shape, order: orderKey })).check(atMost),
  patch: z.array(patchSchema).check(atMost),
  remove: z.array(z.object({ kind: z.literal("keyframe"), id: idSchema })).check(atMost),
});

/**
 * Reads a change that came from outside: only known properties with values that the records allow, no kind or id
 * patched, each record at most once.
 * @throws GengaError `invalid` or `limit`; the log text names the first property that is wrong.
 */
export function parseClientChange(input: unknown, projectId: string): Change {
  const parsed = changeSchema.safeParse(input);
  if (!parsed.success) throw invalidChange(firstIssue(parsed.error));
  const { put, patch, remove } = parsed.data;
  if (put.length + patch.length + remove.length > LIMITS.recordsPerChange) {
    throw new GengaError(
      "limit",
      "That is too much for one edit. Nothing was changed. Select fewer keyframes and try again.",
    );
  }
  const change: Change = {
    put,
    patch: patch.map(({ kind, id, to }): Patch => ({ kind, id, from: {}, to: defined(to) })),
    // Only the name of a removed record matters: the commit reads the rest.
    remove: remove.map(({ kind, id }) => ({ kind, id }) as Change["remove"][number]),
  };
  const names = touchedBy(change).map(({ kind, id }) => `${kind}:${id}`);
  if (new Set(names).size !== names.length) throw invalidChange("a record appears twice");
  if (change.patch.some((edit) => edit.kind === "project" && edit.id !== projectId)) {
    throw invalidChange("the project of another room");
  }
  return change;
}

/** Properties that are there; an optional one may be present as undefined, which means the same as absent. */
function defined(fields: object): Patch["to"] {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function firstIssue(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join(".")}: ${issue.code}` : "unknown";
}

function invalidChange(detail: string): GengaError {
  return new GengaError(
    "invalid",
    "This edit has a value that Genga can't keep, so it was taken back. Reload the page if it happens again.",
    { log: `invalid change: ${detail}` },
  );
}
