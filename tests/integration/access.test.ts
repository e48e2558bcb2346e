import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allows, ROLES, type Permission, type Role } from "#lib/core/permissions.ts";
import type { Services } from "#lib/projects/services.ts";
import { findApiRoutes, type ApiRoute } from "#tests/support/api-routes.ts";
import { makeTestProject } from "#tests/support/test-project.ts";
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
  "GET /api/workspaces/[workspaceId]/local-backend": { needs: "project:view" },
  "POST /api/workspaces/[workspaceId]/local-backend": {
    needs: "workspace:manage",
    body: { action: "set-up" },
  },
  "DELETE /api/workspaces/[workspaceId]/local-backend": { needs: "workspace:manage" },
};

type Answer = { status: number; body: string };
const routes = await findApiRoutes();
const ofProjects = routes.filter((route) => route.path.includes("[projectId]"));

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
    options: { who: Role | "stranger" | "nobody"; projectId?: string; headers?: HeadersInit },
  ): Promise<Answer> {
    const { who, projectId = randomUUID() } = options;
    const params = {
      projectId,
      imageId: "a".repeat(64),
      takeId: randomUUID(),
      renderId: randomUUID(),
    };
    const path = route.path.replace(/\[(\w+)\]/g, (_, name: keyof typeof params) => params[name]);
    const headers = new Headers(options.headers);
    headers.set("cookie", cookies.get(who as Role)?.cookie ?? "");
    const { body } = ROWS[route.name] ?? {};
    const init: RequestInit = { method: route.method, headers };
    if (route.method === "POST") {
      headers.set("content-type", typeof body === "string" ? "image/png" : "application/json");
      init.body = typeof body === "string" ? body : JSON.stringify(body ?? {});
    }
    const names = [...route.path.matchAll(/\[(\w+)\]/g)].map((match) => match[1] ?? "");
    const given = Object.fromEntries(names.map((name) => [name, params[name as "takeId"]]));
    const request = new Request(`${TEST_ORIGIN}${path}?key=${"b".repeat(64)}`, init);
    const response = await route.handle(request, { params: Promise.resolve(given) });
    return { status: response.status, body: await response.text() };
  }

  async function sharedProject(): Promise<string> {
    const { projectId, workspaceId } = await makeTestProject(services.database);
    const members = ROLES.map((role) => ({
      workspaceId,
      role,
      userId: cookies.get(role)?.userId ?? "",
    }));
    await services.database.membership.createMany({ data: members });
    return projectId;
  }

  it("has its row here, and every row its route", () => {
    expect(routes.map((route) => route.name)).toEqual(Object.keys(ROWS).toSorted());
  });

  const closed = routes.filter((route) => ROWS[route.name]?.needs !== "nothing");
  it.each(closed)("$name is closed to who isn't signed in", async (route) => {
    const projectId = await sharedProject();
    expect((await call(route, { who: "nobody", projectId })).status).toBe(401);
  });

  it.each(closed.filter((route) => route.method !== "GET"))(
    "$name is closed to other sites' pages",
    async (route) => {
      const projectId = await sharedProject();
      for (const headers of [
        { origin: "null" },
        { origin: "http://evil.test" },
        { origin: `${TEST_ORIGIN}9` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ]) {
        expect((await call(route, { who: "owner", projectId, headers })).status).toBe(403);
      }
    },
  );

  it.each(ofProjects)("$name doesn't tell a stranger whether a project is there", async (route) => {
    const there = await call(route, { who: "stranger", projectId: await sharedProject() });
    expect(there.status).toBe(404);
    expect(there).toEqual(await call(route, { who: "stranger" }));
    expect(there).toEqual(await call(route, { who: "owner" }));
  });

  it.each(ofProjects)("$name gives each role what it may, and no more", async (route) => {
    const needs = ROWS[route.name]?.needs as Permission;
    const absent = await call(route, { who: "stranger" });
    for (const role of ROLES) {
      const answer = await call(route, { who: role, projectId: await sharedProject() });
      if (allows(role, needs)) {
        expect([401, 403, 500]).not.toContain(answer.status);
        expect(answer).not.toEqual(absent);
      } else {
        expect(answer.status).toBe(403);
      }
    }
  });

  it.each(ofProjects)("$name finds nothing under a name that is none", async (route) => {
    for (const projectId of ["a\u0000bcdefgh", "../../etc/passwd", "%00000000", "x"]) {
      const given = { projectId, imageId: projectId, takeId: projectId, renderId: projectId };
      const request = new Request(`${TEST_ORIGIN}/api/x`, {
        method: route.method,
        headers: { cookie: cookies.get("owner")?.cookie ?? "" },
      });
      const response = await route.handle(request, { params: Promise.resolve(given) });
      expect(response.status).toBe(404);
    }
  });
});
