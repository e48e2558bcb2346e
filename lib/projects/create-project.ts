import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { requireWorkspace } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import { newProject, projectSchema } from "#lib/core/project.ts";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";

const { name, width, height, frameRate } = projectSchema.shape;

/** What a new project may be given; all else is as `newProject` says. */
export const newProjectSchema = z.strictObject({
  name: z.optional(name),
  width: z.optional(width),
  height: z.optional(height),
  frameRate: z.optional(frameRate),
});

/** Projects of one workspace, deleted ones not counted. */
const MAX_PROJECTS = 1_000;

/**
 * Makes a project in the person's workspace.
 * @throws GengaError `forbidden` when no workspace of theirs lets them, `limit`
 */
export async function createProject(
  services: { database: Database },
  options: { userId: string; fields: z.infer<typeof newProjectSchema> },
): Promise<{ id: string }> {
  const { database } = services;
  const { workspaceId } = await requireWorkspace({ database, userId: options.userId });
  const id = randomUUID();
  const given = Object.entries(options.fields).filter(([, value]) => value !== undefined);
  const project = projectSchema.parse({
    ...newProject(id, "Untitled storyboard"),
    ...Object.fromEntries(given),
  });
  const { kind: _kind, frameRate: rate, ...fields } = project;
  await database.$transaction(async (transaction) => {
    const count = await transaction.project.count({ where: { workspaceId, deletedAt: null } });
    if (count >= MAX_PROJECTS) {
      throw new GengaError(
        "limit",
        `A workspace holds at most ${MAX_PROJECTS.toLocaleString("en")} projects. Delete one that you no longer need and try again.`,
      );
    }
    await transaction.project.create({
      data: { ...fields, workspaceId, frameRateNum: rate.num, frameRateDen: rate.den },
    });
  }, TRANSACTION_TIMES);
  return { id };
}
