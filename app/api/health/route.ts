import { services } from "#lib/projects/services.ts";
import { errorResponse } from "../error-response.ts";

export const dynamic = "force-dynamic";

/** 200 when this process can reach its database, 503 when it can't; says nothing else. */
export async function GET(request: Request): Promise<Response> {
  try {
    await services().database.$queryRaw`SELECT 1`;
    return Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error, request);
  }
}
