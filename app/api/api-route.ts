import { requireRequestUser } from "#lib/auth/request-user.ts";
import { requireSameOrigin } from "#lib/auth/require-same-origin.ts";
import { GengaError } from "#lib/core/errors.ts";
import { services, type Services } from "#lib/projects/services.ts";
import { errorResponse } from "./error-response.ts";

/** A request whose person is known and whose path is well formed; access is the use case's first line. */
export type ApiCall<Params> = {
  readonly request: Request;
  readonly services: Services;
  readonly userId: string;
  readonly params: Params;
};

const ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Makes a route handler: refuses other sites' pages, finds the person, and turns errors into `{code, message}`. */
export function apiRoute<Params extends object = object>(
  handle: (call: ApiCall<Params>) => Promise<Response>,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return async (request, context) => {
    try {
      const all = services();
      if (request.method !== "GET" && request.method !== "HEAD") {
        requireSameOrigin(all.address, request.headers);
      }
      const user = await requireRequestUser(all.auth, request.headers);
      // Next gives none, whatever its types say, to a route whose path has none: that is `object`, never more.
      const params = (await context.params) ?? ({} as Params);
      const isWellFormed = Object.values(params).every(
        (id) => typeof id === "string" && ID.test(id),
      );
      if (!isWellFormed) {
        throw new GengaError("not-found", "There is nothing here. Go back to your projects.");
      }
      return await handle({ request, services: all, userId: user.id, params });
    } catch (error) {
      return errorResponse(error, request);
    }
  };
}
