import type { SelfhostProblem } from "./find-python.ts";

const fullDisk = /No space left|ENOSPC|Errno 28\b|Disk quota exceeded|EDQUOT|Errno 122\b/i;
// pip, cut off from its index, ends with "no matching distribution": what it said before tells the difference.
const noNetwork =
  /NewConnectionError|NameResolutionError|name resolution|getaddrinfo|Network is unreachable|Connection (refused|reset|aborted|broken)|connection broken|ConnectTimeout|ReadTimeout|timed out|ProxyError|SSLError|CERTIFICATE_VERIFY|Max retries|HTTP error 5\d\d|Could not fetch URL/i;
const noWheel = /No matching distribution|Could not find a version|not a supported wheel/i;
const wrongHash = /THESE PACKAGES DO NOT MATCH THE HASHES/i;

/** What pip or Python said, as one sentence for the person. `lines` are its last ones. */
export function pipProblem(lines: readonly string[]): SelfhostProblem {
  const text = lines.join("\n");
  if (fullDisk.test(text)) {
    return {
      kind: "no-space",
      message:
        "The disk became full while the in-betweener's Python was installed. Nothing else was touched; free some space and try again.",
    };
  }
  if (wrongHash.test(text)) {
    return {
      kind: "failed",
      message:
        "A package that came from the Python package index is not the one that Genga was tested with, so it was not installed. Check PIP_INDEX_URL and any proxy in between, and try again.",
    };
  }
  // Not told to try again, pip says nothing of the network at all: then nothing ever came.
  const cameNothing = noWheel.test(text) && !/Downloading|Using cached/.test(text);
  if (noNetwork.test(text) || cameNothing) {
    return {
      kind: "no-network",
      message:
        "The Python package index could not be reached. Nothing else was touched; check the network or proxy and try again.",
    };
  }
  if (noWheel.test(text)) {
    return {
      kind: "failed",
      message: `A package is not offered for this Python and machine (${lastError(lines)}). Install another Python, 3.10 to 3.13, set GENGA_PYTHON to it and try again.`,
    };
  }
  return {
    kind: "failed",
    message: `The in-betweener's Python could not be set up (${lastError(lines)}). Nothing else was touched; try again, and look at its log.`,
  };
}

function lastError(lines: readonly string[]): string {
  const said = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "it said nothing";
  return said.replace(/^ERROR:\s*/, "").slice(0, 200);
}
