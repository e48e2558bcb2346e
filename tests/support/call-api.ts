import { findApiRoutes, type ApiRoute } from "./api-routes.ts";
import { TEST_ORIGIN } from "./test-services.ts";

export type ApiAnswer<Body> = {
  readonly status: number;
  readonly text: string;
  readonly body: Body;
};

/** Calls the routes of this process by their addresses, as the browser of a person who is signed in does. */
export type ApiCaller = <Body = { code: string; message: string }>(
  name: `${"GET" | "POST" | "PATCH" | "DELETE"} /api/${string}`,
  options: { cookie: string; body?: unknown; signal?: AbortSignal },
) => Promise<ApiAnswer<Body>>;

export async function createApiCaller(): Promise<ApiCaller> {
  const routes = await findApiRoutes();
  return async <Body>(
    name: string,
    options: { cookie: string; body?: unknown; signal?: AbortSignal },
  ) => {
    const { cookie, body, signal } = options;
    const [method = "", path = ""] = name.split(" ");
    const found = routes.flatMap((route) => {
      const params = route.method === method ? paramsOf(route, path) : null;
      return params ? [{ route, params }] : [];
    });
    // `…/backends/read` is a route of its own, and no backend's.
    const [best] = found.toSorted(
      (a, b) => Object.keys(a.params).length - Object.keys(b.params).length,
    );
    if (!best) throw new Error(`no route for ${name}`);
    const request = new Request(`${TEST_ORIGIN}${path}`, {
      method,
      headers: { cookie, "content-type": "application/json", origin: TEST_ORIGIN },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const response = await best.route.handle(request, { params: Promise.resolve(best.params) });
    const text = await response.text();
    return {
      status: response.status,
      text,
      body: (text === "" ? null : JSON.parse(text)) as Body,
    };
  };
}

function paramsOf({ path }: ApiRoute, asked: string): Record<string, string> | null {
  const [parts, given] = [path.split("/"), asked.split("/")];
  if (parts.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, part] of parts.entries()) {
    const value = given[place] ?? "";
    const name = /^\[(\w+)\]$/.exec(part)?.[1];
    if (name !== undefined) params[name] = value;
    else if (part !== value) return null;
  }
  return params;
}
