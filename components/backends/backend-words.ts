import type { BackendHelp } from "#lib/core/backend-state.ts";
import type { AddressView, BackendView } from "#lib/core/backend-settings.ts";

/** When a backend helps: as a choice with its explanation, and in a list of facts. */
export const HELPS: Record<BackendHelp, { label: string; about: string; fact: string | null }> = {
  never: {
    label: "Never",
    about: "It draws only what is asked of it by name.",
    fact: null,
  },
  "when-unable": {
    label: "When another can’t",
    about:
      "It takes over from a backend that is turned off, broken, or waiting for its quota. The take says so.",
    fact: "Helps when another can’t",
  },
  "when-busy": {
    label: "Also when another is busy",
    about:
      "It also draws what waits in another backend’s queue, so that more is drawn at once. The take says so.",
    fact: "Helps when another is busy",
  },
};

const MODEL_NAMES: Record<BackendView["model"], string> = {
  tooncrafter: "ToonCrafter",
  mapped: "Two-image app",
};

/** What kind of model draws. The local one answers as ToonCrafter does, but its engine is usually another. */
export function modelNameOf({ address, model }: BackendView): string {
  return address.kind === "local" ? "Local" : MODEL_NAMES[model];
}

/** Where a backend is, as short as it stays true: a Space's name, a host, or this machine. */
export function placeOf(address: AddressView): string {
  switch (address.kind) {
    case "space":
      return address.spaceId;
    case "url":
      return hostOf(address.url);
    case "local":
      return "This machine";
  }
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : host + pathname;
}
