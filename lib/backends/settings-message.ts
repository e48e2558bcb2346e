import { BackendError } from "./backend-error.ts";
import { OutboundError } from "./outbound/outbound-error.ts";
import { LocalServerAway } from "./read-local-server.ts";

/**
 * Why an app could not be read, for somebody who looks at a form: a backend's own words are about takes, which go on
 * by themselves.
 */
export function settingsMessage(
  error: unknown,
  { allowPrivateAddresses }: { allowPrivateAddresses: boolean },
): string {
  if (!(error instanceof BackendError))
    return "Genga could not read this app. Nothing was changed. Try it again; the log has the rest.";
  const { cause, errorClass, userMessage } = error;
  if (cause instanceof OutboundError && cause.reason === "forbidden") {
    return allowPrivateAddresses
      ? "Genga doesn't ask this address, or where it leads. It takes public addresses that begin with https, and ones on this machine or in its own network, but no port of Genga's own or of services that are no web servers."
      : "Genga doesn't ask this address, or where it leads. It takes public addresses that begin with https. Backends on Genga's own machine or in its network are asked only where whoever runs this installation has set GENGA_ALLOW_PRIVATE_BACKENDS to on.";
  }
  if (cause instanceof OutboundError && cause.reason === "too-large")
    return "What answers at this address sends more than a Gradio app does. Check the address.";
  switch (errorClass) {
    case "transport":
    case "cancelled":
      return "Genga gets no answer from this app, or not in time. Check its address and that it runs, then try again.";
    case "busy":
    case "quota":
      return "The app takes no more questions for now. Try again in a few minutes.";
    case "asleep":
      return error instanceof LocalServerAway
        ? userMessage
        : "The app is asleep or still starting. Try again in a minute.";
    case "paused":
    case "rejected":
    case "broken":
      return userMessage;
  }
}
