import type { ServerResponse } from "node:http";

/** What goes wrong when the finished video is fetched. */
export type ResultFault =
  "result-404" | "result-empty" | "result-html" | "result-huge" | "result-short" | "result-moved";

const RESULT_ROUTE = /\/file=\/tmp\/gradio\/a%20b\/walking%20man\.mp4$/;

/** Gives the job's video, or what a fault gives in its place. Another path than the job's own is not found. */
export function downloadWithFault(options: {
  response: ServerResponse;
  route: string;
  video: Uint8Array;
  fault: string | undefined;
}): void {
  const { response, route, video, fault } = options;
  const found = RESULT_ROUTE.test(route) && fault !== "result-404";
  if (!found) {
    response.writeHead(404, { "content-type": "text/html" }).end("<html>Not Found</html>");
  } else if (fault === "result-empty") {
    response.writeHead(200, { "content-type": "video/mp4" }).end();
  } else if (fault === "result-html") {
    response.writeHead(200, { "content-type": "video/mp4" }).end("<!doctype html><p>Error</p>");
  } else if (fault === "result-huge") {
    response.writeHead(200, { "content-type": "video/mp4", "content-length": 4_000_000_000 });
    response.write(video);
  } else if (fault === "result-short") {
    response.writeHead(200, { "content-type": "video/mp4", "content-length": video.length });
    response.write(video.subarray(0, video.length >> 1), () => response.destroy());
  } else if (fault === "result-moved") {
    response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
  } else response.writeHead(200, { "content-type": "video/mp4" }).end(video);
}
