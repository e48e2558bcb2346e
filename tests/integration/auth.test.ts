import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_ADDRESS_HEADER } from "#lib/auth/client-address.ts";
import { hasAnyAccount } from "#lib/auth/has-any-account.ts";
import { findRequestUser } from "#lib/auth/request-user.ts";
import type { Services } from "#lib/projects/services.ts";
import { findApiRoutes } from "#tests/support/api-routes.ts";
import { startTestServices, TEST_ORIGIN } from "#tests/support/test-services.ts";

const routes = await findApiRoutes();

describe("accounts", () => {
  let services: Services;
  let stop: () => Promise<void>;
  let callers = 0;
  beforeAll(async () => {
    ({ services, stop } = await startTestServices());
  });
  afterAll(() => stop());

  function call(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    callers += 1;
    const handle = routes.find((route) => route.name === "POST /api/auth/[...all]")?.handle;
    if (!handle) throw new Error("no route for accounts");
    const address = `10.0.${callers >> 8}.${callers & 255}`;
    return handle(
      new Request(`${TEST_ORIGIN}/api/auth/${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: TEST_ORIGIN,
          [CLIENT_ADDRESS_HEADER]: address,
          ...headers,
        },
        body: JSON.stringify(body),
      }),
      { params: Promise.resolve({}) },
    );
  }
  const signUp = (email: string, fields: object = {}) =>
    call("sign-up/email", { email, password: "long enough", name: "Aki", ...fields });
  const signIn = (email: string, password = "long enough", headers: Record<string, string> = {}) =>
    call("sign-in/email", { email, password }, headers);
  const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";
  const userOf = (cookie: string) => findRequestUser(services.auth, new Headers({ cookie }));

  it("begin with the first one, which gets a workspace of its own", async () => {
    expect(await hasAnyAccount(services.database)).toBe(false);
    const response = await signUp("aki@example.test");
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
    expect(await hasAnyAccount(services.database)).toBe(true);
    const user = await userOf(cookieOf(response));
    expect(user).toMatchObject({ name: "Aki", email: "aki@example.test" });
    const memberships = await services.database.membership.findMany({
      where: { userId: user?.id ?? "" },
    });
    expect(memberships).toMatchObject([{ role: "owner" }]);
  });

  it("are whole again at the next sign-in when their making was cut short", async () => {
    await signUp("cut@example.test");
    await services.database.workspace.deleteMany({
      where: { memberships: { some: { user: { email: "cut@example.test" } } } },
    });
    await Promise.all([signIn("cut@example.test"), signIn("cut@example.test")]);
    const count = await services.database.membership.count({
      where: { user: { email: "cut@example.test" }, role: "owner" },
    });
    expect(count).toBe(1);
  });

  it("take the right password only, and say no more than that", async () => {
    await signUp("right@example.test");
    const wrong = await signIn("right@example.test", "not the password");
    const absent = await signIn("absent@example.test", "not the password");
    expect([wrong.status, absent.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await absent.text());
    expect((await signIn("right@example.test")).status).toBe(200);
  });

  it("are out at once after signing out, and when the session is taken away", async () => {
    const first = cookieOf(await signUp("out@example.test"));
    const second = cookieOf(await signIn("out@example.test"));
    await call("sign-out", {}, { cookie: first });
    expect(await userOf(first)).toBeNull();
    expect(await userOf(second)).not.toBeNull();
    await services.database.session.deleteMany({
      where: { user: { email: "out@example.test" } },
    });
    expect(await userOf(second)).toBeNull();
    expect(await userOf(`${second.split("=")[0]}=forged.forged`)).toBeNull();
  });

  it("refuse pages of other sites", async () => {
    await signUp("site@example.test");
    for (const origin of ["http://evil.test", "null", `${TEST_ORIGIN}.evil.test`]) {
      const cookie = cookieOf(await signIn("site@example.test"));
      expect((await call("sign-out", {}, { origin, cookie })).status).toBe(403);
      expect(await userOf(cookie)).not.toBeNull();
    }
  });

  it("refuse names that can't be kept, and addresses that are none", async () => {
    const cases = [
      { name: "a\u0000b" },
      { name: "\ud800" },
      { name: "x".repeat(5_000) },
      { email: { contains: "@" } },
      { email: "a\u0000@example.test" },
      { password: { not: "" } },
      { password: "short" },
    ];
    for (const fields of cases) {
      const response = await signUp("bad@example.test", fields);
      expect([400, 422]).toContain(response.status);
    }
    expect(await services.database.user.count({ where: { email: "bad@example.test" } })).toBe(0);
  });

  it("stop who guesses, whatever address they claim to forward for", async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 25; attempt += 1) {
      const headers = {
        [CLIENT_ADDRESS_HEADER]: "192.0.2.7",
        "x-forwarded-for": `198.51.100.${attempt}`,
      };
      statuses.push((await signIn("aki@example.test", "a wrong guess", headers)).status);
    }
    expect(statuses.at(0)).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
});
