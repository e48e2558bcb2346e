import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allows, ROLES, type Permission, type Role } from "#lib/core/permissions.ts";
import type { Services } from "#lib/projects/services.ts";
import { findApiRoutes, type ApiRoute } from "#tests/support/api-routes.ts";
import { makeTestProject } from "#tests/support/test-project.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";
import { signUpTestUser, startTestServices, TEST_ORIGIN } from "#tests/support/test-services.ts";

/** What each route asks of who calls it. A route without a row fails the suite. */
const ROWS: Record<string, { needs: Permission | "nothing" | "sign-in"; body?: unknown }> = {
  "GET /api/auth/[...all]": { needs: "nothing" },
  "POST /api/auth/[...all]": { needs: "nothing" },
  "GET /api/health": { needs: "nothing" },
  "GET /api/projects": { needs: "sign-in" },
  "POST /api/projects": { needs: "sign-in", body: {} },
  "POST /api/projects/sample": { needs: "sign-in" },
  "DELETE /api/projects/[projectId]": { needs: "project:delete" },
  "POST /api/projects/[projectId]/name": { needs: "project:edit", body: { name: "Rain" } },
  "POST /api/projects/[projectId]/images": { needs: "project:edit", body: "no image" },
  "GET /api/projects/[projectId]/images/[imageId]": { needs: "project:view" },
  "GET /api/projects/[projectId]/images/[imageId]/thumbnail": { needs: "project:view" },
  "POST /api/projects/[projectId]/takes": { needs: "project:generate", body: { scope: "missing" } },
  "POST /api/projects/[projectId]/takes/plan": {
    needs: "project:generate",
    body: { scope: "missing" },
  },
  "POST /api/projects/[projectId]/takes/front": {
    needs: "project:generate",
    body: { takeIds: ["a".repeat(32)] },
  },
  "POST /api/projects/[projectId]/takes/cancel": { needs: "project:generate", body: { all: true } },
  "POST /api/projects/[projectId]/takes/[takeId]/retry": { needs: "project:generate", body: {} },
  "DELETE /api/projects/[projectId]/takes/[takeId]": { needs: "project:generate" },
  "GET /api/projects/[projectId]/takes/[takeId]/clip": { needs: "project:view" },
  "GET /api/projects/[projectId]/takes/[takeId]/filmstrip": { needs: "project:view" },
  "GET /api/projects/[projectId]/takes/[takeId]/poster": { needs: "project:view" },
  "POST /api/projects/[projectId]/renders": { needs: "project:export", body: {} },
  "POST /api/projects/[projectId]/renders/[renderId]/cancel": { needs: "project:export", body: {} },
  "GET /api/projects/[projectId]/renders/[renderId]/film": { needs: "project:export" },
  "GET /api/workspaces/[workspaceId]/backends": { needs: "project:view" },
  "POST /api/workspaces/[workspaceId]/backends": {
    needs: "workspace:manage",
    body: { address: "nowhere", name: "Rain", preset: "tooncrafter" },
  },
  "POST /api/workspaces/[workspaceId]/backends/read": {
    needs: "workspace:manage",
    body: { address: "nowhere" },
  },
  "POST /api/workspaces/[workspaceId]/backends/order": {
    needs: "workspace:manage",
    body: { ids: ["a".repeat(32)] },
  },
  "PATCH /api/workspaces/[workspaceId]/backends/[backendId]": {
    needs: "workspace:manage",
    body: { isEnabled: false },
  },
  "DELETE /api/workspaces/[workspaceId]/backends/[backendId]": { needs: "workspace:manage" },
  "POST /api/workspaces/[workspaceId]/backends/[backendId]/check": { needs: "workspace:manage" },
  "POST /api/workspaces/[workspaceId]/backends/[backendId]/trials": { needs: "workspace:manage" },
  "GET /api/workspaces/[workspaceId]/backends/[backendId]/trials/[trialId]": {
    needs: "workspace:manage",
  },
  "DELETE /api/workspaces/[workspaceId]/backends/[backendId]/trials/[trialId]": {
    needs: "workspace:manage",
  },
  "GET /api/workspaces/[workspaceId]/backends/[backendId]/trials/[trialId]/video": {
    needs: "workspace:manage",
  },
  "GET /api/workspaces/[workspaceId]/local-backend": { needs: "project:view" },
  "POST /api/workspaces/[workspaceId]/local-backend": {
    needs: "workspace:manage",
    body: { action: "set-up" },
  },
  "DELETE /api/workspaces/[workspaceId]/local-backend": { needs: "workspace:manage" },
};

const BACKEND_ID = "c".repeat(32);
type Answer = { status: number; body: string };
const routes = await findApiRoutes();
/** Of a project or of a workspace itself. */
const shared = routes.filter((route) => /\[(projectId|workspaceId)\]/.test(route.path));
type Place = { readonly projectId: string; readonly workspaceId: string };
const nowhere = (): Place => ({ projectId: randomUUID(), workspaceId: randomUUID() });

describe("every route", () => {
  let services: Services;
  let stop: () => Promise<void>;
  const cookies = new Map<Role | "stranger", { userId: string; cookie: string }>();
  beforeAll(async () => {
    ({ services, stop } = await startTestServices());
    for (const who of [...ROLES, "stranger"] as const) {
      cookies.set(who, await signUpTestUser(services, who));
    }
  });
  afterAll(() => stop());

  async function call(
    route: ApiRoute,
    options: { who: Role | "stranger" | "nobody"; place?: Place; headers?: HeadersInit },
  ): Promise<Answer> {
    const { who, place = nowhere() } = options;
    const params = {
      ...place,
      imageId: "a".repeat(64),
      takeId: randomUUID(),
      renderId: randomUUID(),
      backendId: BACKEND_ID,
      trialId: randomUUID(),
    };
    const path = route.path.replace(/\[(\w+)\]/g, (_, name: keyof typeof params) => params[name]);
    const headers = new Headers(options.headers);
    headers.set("cookie", cookies.get(who as Role)?.cookie ?? "");
    const { body } = ROWS[route.name] ?? {};
    const init: RequestInit = { method: route.method, headers };
    if (route.method === "POST" || route.method === "PATCH") {
      headers.set("content-type", typeof body === "string" ? "image/png" : "application/json");
      init.body = typeof body === "string" ? body : JSON.stringify(body ?? {});
    }
    const names = [...route.path.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? "");
    const given = Object.fromEntries(names.map((name) => [name, params[name as "takeId"]]));
    const request = new Request(`${TEST_ORIGIN}${path}?key=${"b".repeat(64)}`, init);
    const response = await route.handle(request, { params: Promise.resolve(given) });
    return { status: response.status, body: await response.text() };
  }

  async function sharedPlace(): Promise<Place> {
    const { projectId, workspaceId } = await makeTestProject(services.database);
    // Closed to everybody: what asks it finds that out at once.
    const baseUrl = "http://127.0.0.1:9";
    const backend = { workspaceId, id: BACKEND_ID, name: "ToonCrafter", baseUrl };
    await addToonCrafter(services.database, backend);
    const members = ROLES.map((role) => ({
      workspaceId,
      role,
      userId: cookies.get(role)?.userId ?? "",
    }));
    await services.database.membership.createMany({ data: members });
    return { projectId, workspaceId };
  }

  it("has its row here, and every row its route", () => {
    expect(routes.map((route) => route.name)).toEqual(Object.keys(ROWS).toSorted());
  });

  const closed = routes.filter((route) => ROWS[route.name]?.needs !== "nothing");
  it.each(closed)("$name is closed to who isn't signed in", async (route) => {
    const place = await sharedPlace();
    expect((await call(route, { who: "nobody", place })).status).toBe(401);
  });

  it.each(closed.filter((route) => route.method !== "GET"))(
    "$name is closed to other sites' pages",
    async (route) => {
      const place = await sharedPlace();
      for (const headers of [
        { origin: "null" },
        { origin: "http://evil.test" },
        { origin: `${TEST_ORIGIN}9` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ]) {
        expect((await call(route, { who: "owner", place, headers })).status).toBe(403);
      }
    },
  );

  it.each(shared)("$name doesn't tell a stranger whether its place is there", async (route) => {
    const there = await call(route, { who: "stranger", place: await sharedPlace() });
    expect(there.status).toBe(404);
    expect(there).toEqual(await call(route, { who: "stranger" }));
    expect(there).toEqual(await call(route, { who: "owner" }));
  });

  it.each(shared)("$name gives each role what it may, and no more", async (route) => {
    const needs = ROWS[route.name]?.needs as Permission;
    const absent = await call(route, { who: "stranger" });
    for (const role of ROLES) {
      const answer = await call(route, { who: role, place: await sharedPlace() });
      if (allows(role, needs)) {
        expect([401, 403, 500]).not.toContain(answer.status);
        expect(answer).not.toEqual(absent);
      } else {
        expect(answer.status).toBe(403);
      }
    }
  });

  it.each(shared)("$name finds nothing under a name that is none", async (route) => {
    for (const id of ["a\u0000bcdefgh", "../../etc/passwd", "%00000000", "x"]) {
      const names = [...route.path.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? "");
      const given = Object.fromEntries(names.map((name) => [name, id]));
      const request = new Request(`${TEST_ORIGIN}/api/x`, {
        method: route.method,
        headers: { cookie: cookies.get("owner")?.cookie ?? "" },
      });
      const response = await route.handle(request, { params: Promise.resolve(given) });
      expect(response.status).toBe(404);
    }
  });
});
