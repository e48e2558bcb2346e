import { BackendError } from "../backend-error.ts";
import { endpointFingerprint } from "./endpoint-fingerprint.ts";
import type { EndpointMapping } from "./endpoint-mapping.ts";
import type { GradioApp, GradioEndpoint } from "./gradio-app.ts";

/** The app is no longer the one that the mapping was confirmed for; told apart because it is true of every drawing. */
export class AppChanged extends BackendError {}

/**
 * The endpoint that a mapping names, in the app as it is now.
 * @throws AppChanged `rejected` when the app has changed so that the mapping no longer says how to call it
 */
export function checkMapping(app: GradioApp, mapping: EndpointMapping): GradioEndpoint {
  const endpoint = app.endpoints.find(({ apiName }) => apiName === mapping.apiName);
  if (!endpoint) throw changed(`no endpoint ${mapping.apiName} any more`);
  if (mapping.fingerprint !== null) {
    if (endpointFingerprint(endpoint) !== mapping.fingerprint) throw changed("another fingerprint");
    return endpoint;
  }
  const known = new Map(endpoint.parameters.map((one) => [one.name, one]));
  for (const [name, { from }] of Object.entries(mapping.sources)) {
    const parameter = known.get(name);
    if (!parameter) throw changed(`no input ${name}`);
    const isImage = from === "first-image" || from === "last-image";
    if (isImage !== (parameter.component === "image")) throw changed(`${name} is of another kind`);
  }
  const unmapped = endpoint.parameters.find(
    (one) => one.isRequired && !Object.hasOwn(mapping.sources, one.name),
  );
  if (unmapped) throw changed(`a new input ${unmapped.name}`);
  const output = endpoint.outputs[mapping.outputIndex]?.component;
  if (output !== "video" && output !== "file") throw changed("no video output");
  return endpoint;
}

function changed(log: string): AppChanged {
  return new AppChanged(
    "rejected",
    "The backend's app has changed since it was set up, so Genga sent it nothing. Open the backend's settings, look at its inputs again and confirm them.",
    { log: `app changed: ${log}` },
  );
}
