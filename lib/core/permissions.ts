export const ROLES = ["owner", "editor", "viewer"] as const;
/** What a member may do in a workspace. */
export type Role = (typeof ROLES)[number];

export type Permission =
  | "project:view"
  | "project:edit"
  | "project:generate"
  | "project:export"
  | "project:create"
  | "project:delete"
  | "workspace:manage";

const ALLOWED: Record<Role, readonly Permission[]> = {
  owner: [
    "project:view",
    "project:edit",
    "project:generate",
    "project:export",
    "project:create",
    "project:delete",
    "workspace:manage",
  ],
  editor: ["project:view", "project:edit", "project:generate", "project:export", "project:create"],
  viewer: ["project:view", "project:export"],
};

/** Whether a member with this role may do this. */
export function allows(role: Role, permission: Permission): boolean {
  return ALLOWED[role].includes(permission);
}
