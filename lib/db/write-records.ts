import type { AnyRecord, RecordKind } from "#lib/core/records.ts";
import type { Transaction } from "./client.ts";
import { TABLES } from "./read-records.ts";
import { RECORD_COLUMNS, rowOf } from "./record-rows.ts";

/** Writes whole records, new and old, each kind in one statement. Columns that a record doesn't fill keep their values. */
export async function writeRecords(
  transaction: Transaction,
  options: { projectId: string; workspaceId: string; records: readonly AnyRecord[] },
): Promise<void> {
  const { projectId, workspaceId, records } = options;
  for (const kind of ["project", "keyframe", "segment", "take", "render"] as const) {
    const rows = records
      .filter((record) => record.kind === kind)
      .map((record) => rowOf(record, workspaceId));
    if (rows.length === 0) continue;
    await transaction.$executeRawUnsafe(WRITE_SQL[kind], projectId, JSON.stringify(rows));
  }
}

/** Takes rows away by kind and id; rows that are gone already are no matter. */
export async function removeRecords(
  transaction: Transaction,
  options: { projectId: string; records: readonly { kind: RecordKind; id: string }[] },
): Promise<void> {
  const { projectId, records } = options;
  for (const kind of ["keyframe", "segment", "take", "render"] as const) {
    const ids = records.filter((record) => record.kind === kind).map((record) => record.id);
    if (ids.length === 0) continue;
    const text = `DELETE FROM ${TABLES[kind]} WHERE "projectId" = $1 AND "id" = ANY($2::text[])`;
    await transaction.$executeRawUnsafe(text, projectId, ids);
  }
}

/** Rows come as one JSON parameter, so that 10,000 of them are one statement and no limit of parameters is met. */
function upsertSql(kind: Exclude<RecordKind, "project">): string {
  const entries = Object.entries(RECORD_COLUMNS[kind]);
  const names = entries.map(([name]) => `"${name}"`);
  const typed = entries.map(([name, type]) => `"${name}" ${type}`);
  const updates = names
    .filter((name) => name !== `"id"`)
    .map((name) => `${name} = EXCLUDED.${name}`);
  return `INSERT INTO ${TABLES[kind]} ("projectId", ${names.join(", ")})
    SELECT $1, ${names.map((name) => `r.${name}`).join(", ")}
    FROM jsonb_to_recordset($2::jsonb) AS r(${typed.join(", ")})
    ON CONFLICT ("projectId", "id") DO UPDATE SET ${updates.join(", ")}`;
}

function projectUpdateSql(): string {
  const entries = Object.entries(RECORD_COLUMNS.project);
  const typed = entries.map(([name, type]) => `"${name}" ${type}`);
  const updates = entries
    .filter(([name]) => name !== "id")
    .map(([name]) => `"${name}" = r."${name}"`);
  return `UPDATE ${TABLES.project} AS p SET ${updates.join(", ")}
    FROM jsonb_to_recordset($2::jsonb) AS r(${typed.join(", ")})
    WHERE p."id" = $1 AND r."id" = $1`;
}

const WRITE_SQL: Readonly<Record<RecordKind, string>> = {
  project: projectUpdateSql(),
  keyframe: upsertSql("keyframe"),
  segment: upsertSql("segment"),
  take: upsertSql("take"),
  render: upsertSql("render"),
};
