import { requireSameOrigin } from "#lib/auth/require-same-origin.ts";
import { services } from "#lib/projects/services.ts";
import { errorResponse } from "../../error-response.ts";

export const dynamic = "force-dynamic";

/** better-auth's own routes. It checks origins too, but not in every mode that it runs in. */
async function handle(request: Request): Promise<Response> {
  try {
    const { auth, address } = services();
    if (request.method !== "GET") requireSameOrigin(address, request.headers);
    return await auth.handler(request);
  } catch (error) {
    return errorResponse(error, request);
  }
}

export { handle as GET, handle as POST };
