import { importProjectImage } from "#lib/projects/import-project-image.ts";
import { apiRoute } from "../../../api-route.ts";

/** The body is one file's bytes; its name comes percent-encoded in a header, which no form of another site can set. */
export const POST = apiRoute<{ projectId: string }>(async (call) => {
  const { request, services, userId, params } = call;
  const image = await importProjectImage(services, {
    userId,
    projectId: params.projectId,
    fileName: decodeName(request.headers.get("x-genga-file-name") ?? ""),
    body: request.body,
    signal: request.signal,
  });
  return Response.json(image, { status: 201 });
});

function decodeName(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
