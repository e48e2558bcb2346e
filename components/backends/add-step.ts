import type { AppReading, BackendView } from "#lib/core/backend-settings.ts";
import type { AppToRead } from "./app-to-read.ts";

/** Where a backend is looked for: the known Space, or wherever a person says. */
export type AppSource = "tooncrafter" | "address";

export type AddStep =
  | { readonly at: "choose" }
  | { readonly at: "connect"; readonly source: AppSource; readonly app: AppToRead }
  | {
      readonly at: "confirm";
      readonly source: AppSource;
      readonly app: AppToRead;
      readonly reading: AppReading;
    }
  | { readonly at: "saved"; readonly backend: BackendView };

export const firstStep: AddStep = { at: "choose" };

/** The dialog's title and the line below it, at each step. */
export function stepWords(step: AddStep): { title: string; description?: string } {
  switch (step.at) {
    case "choose":
      return { title: "Add a backend", description: "What shall draw between your key drawings?" };
    case "connect":
      return step.source === "tooncrafter"
        ? { title: "ToonCrafter on Hugging Face" }
        : { title: "A Space or an app’s address" };
    case "confirm":
      if (step.reading.isToonCrafter) return { title: "This is ToonCrafter" };
      return step.reading.choices.length === 0
        ? { title: "This app can’t draw in-betweens" }
        : {
            title: "Which input gets what?",
            description:
              "This is what Genga made of the app. Look it over: it is saved as you leave it, and checked against the app before every drawing.",
          };
    case "saved":
      return { title: `“${step.backend.name}” is added` };
  }
}
