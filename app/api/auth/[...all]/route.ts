import { services } from "#lib/projects/services.ts";
import { errorResponse } from "../../error-response.ts";

export const dynamic = "force-dynamic";

/** better-auth's own routes: it checks the origin and limits attempts itself. */
async function handle(request: Request): Promise<Response> {
  try {
    return await services().auth.handler(request);
  } catch (error) {
    return errorResponse(error, request);
  }
}

export { handle as GET, handle as POST };
