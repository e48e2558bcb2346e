import type { Change } from "../change.ts";
import type { Project } from "../project.ts";
import { setFields } from "./set-fields.ts";

export type ProjectFields = Partial<Omit<Project, "kind" | "id">>;

/** Properties of the project; empty when it has them already. */
export function setProject(options: { project: Project; fields: ProjectFields }): Change {
  return { put: [], patch: setFields(options.project, options.fields), remove: [] };
}
