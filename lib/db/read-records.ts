import type { AnyRecord, RecordKind } from "#lib/core/records.ts";
import type { Transaction } from "./client.ts";
import { recordOf, type RowOf } from "./record-rows.ts";

type Wanted = { readonly kind: RecordKind; readonly id: string };

/** The records of these names that exist, by primary key. Cost: one query for each kind that is asked for. */
export async function readRecords(
  transaction: Transaction,
  options: { projectId: string; wanted: readonly Wanted[] },
): Promise<AnyRecord[]> {
  const { projectId, wanted } = options;
  const idsOf = (kind: RecordKind) =>
    wanted.filter((one) => one.kind === kind).map((one) => one.id);
  const found: AnyRecord[] = [];
  for (const kind of ["project", "keyframe", "segment", "take", "render"] as const) {
    const ids = idsOf(kind);
    if (ids.length > 0) found.push(...(await readKind(transaction, { kind, projectId, ids })));
  }
  return found;
}

/** Every record of a project. Read it in a REPEATABLE READ transaction with the revision, or they may disagree. */
export async function readAllRecords(
  transaction: Transaction,
  projectId: string,
): Promise<AnyRecord[]> {
  const found: AnyRecord[] = [];
  for (const kind of ["project", "keyframe", "segment", "take", "render"] as const) {
    found.push(...(await readKind(transaction, { kind, projectId, ids: null })));
  }
  return found;
}

async function readKind(
  transaction: Transaction,
  options: { kind: RecordKind; projectId: string; ids: readonly string[] | null },
): Promise<AnyRecord[]> {
  const { kind, projectId, ids } = options;
  if (kind === "project") {
    const text = `SELECT * FROM "Project" WHERE "id" = $1`;
    const rows = await transaction.$queryRawUnsafe<RowOf["project"][]>(text, projectId);
    return rows
      .map((row) => recordOf("project", row))
      .filter((row) => !ids || ids.includes(row.id));
  }
  const text = `SELECT * FROM ${TABLES[kind]} WHERE "projectId" = $1`;
  const rows =
    ids === null
      ? await transaction.$queryRawUnsafe<RowOf[typeof kind][]>(text, projectId)
      : await transaction.$queryRawUnsafe<RowOf[typeof kind][]>(
          `${text} AND "id" = ANY($2::text[])`,
          projectId,
          ids,
        );
  // The rows are of the table that belongs to the kind, which the compiler can't follow.
  return rows.map((row) => recordOf(kind, row as never));
}

/** Each kind's table, quoted: constants only, since names can't be parameters. */
export const TABLES = {
  project: `"Project"`,
  keyframe: `"Keyframe"`,
  segment: `"Segment"`,
  take: `"Take"`,
  render: `"Render"`,
} as const;
