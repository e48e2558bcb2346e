import { sameJson, type Json } from "../canonical-json.ts";
import type { Patch } from "../change.ts";
import type { AnyRecord } from "../records.ts";

/** A patch of the properties that differ from what the record has, or none when all of them stand already. */
export function setFields(
  record: AnyRecord,
  fields: Readonly<Record<string, Json | undefined>>,
): Patch[] {
  const current: Readonly<Record<string, Json>> = record;
  const from: Record<string, Json> = {};
  const to: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || sameJson(current[name] ?? null, value)) continue;
    from[name] = current[name] ?? null;
    to[name] = value;
  }
  if (Object.keys(to).length === 0) return [];
  return [{ kind: record.kind, id: record.id, from, to }];
}
