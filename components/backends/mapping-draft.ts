import type { EndpointChoice, MappingChoice, SourceKind } from "#lib/core/backend-settings.ts";

/** What the app's reading suggests for one endpoint. */
export function suggestedDraft(choice: EndpointChoice): MappingChoice {
  return {
    apiName: choice.apiName,
    sources: Object.fromEntries(choice.rows.map((row) => [row.input, row.source])),
    outputIndex: choice.outputIndex,
  };
}

/**
 * What is kept of a confirmed mapping when its app has changed: the same endpoint, and for its inputs what was chosen
 * for them where they still take it. Null when the app can't be used any more.
 */
export function carriedDraft(
  choices: readonly EndpointChoice[],
  confirmed: MappingChoice,
): MappingChoice | null {
  const choice = choices.find((one) => one.apiName === confirmed.apiName) ?? choices[0];
  if (!choice) return null;
  const suggested = suggestedDraft(choice);
  if (choice.apiName !== confirmed.apiName) return suggested;
  const sources = choice.rows.map((row): [string, SourceKind] => {
    const before = confirmed.sources[row.input];
    return [row.input, before && row.options.includes(before) ? before : row.source];
  });
  const stillThere = choice.outputs.some(({ index }) => index === confirmed.outputIndex);
  return {
    apiName: choice.apiName,
    sources: Object.fromEntries(sources),
    outputIndex: stillThere ? confirmed.outputIndex : choice.outputIndex,
  };
}

const DRAWINGS: readonly SourceKind[] = ["first-image", "last-image"];

/**
 * Puts `source` into one input. A key drawing goes into one input only: the input that had it gets what this one had,
 * where it takes it.
 */
export function withSource(
  choice: EndpointChoice,
  draft: MappingChoice,
  edit: { readonly input: string; readonly source: SourceKind },
): MappingChoice {
  const before = draft.sources[edit.input];
  const sources: Record<string, SourceKind> = { ...draft.sources, [edit.input]: edit.source };
  if (DRAWINGS.includes(edit.source)) {
    for (const row of choice.rows) {
      if (row.input === edit.input || draft.sources[row.input] !== edit.source) continue;
      const left = [before, "default" as const].find(
        (one) => one !== undefined && one !== edit.source && row.options.includes(one),
      );
      if (left !== undefined) sources[row.input] = left;
    }
  }
  return { ...draft, sources };
}

/** The first key drawing where the second was, and the second where the first was. */
export function withDrawingsSwapped(draft: MappingChoice): MappingChoice {
  const swapped = Object.entries(draft.sources).map(([input, source]): [string, SourceKind] => {
    if (source === "first-image") return [input, "last-image"];
    return [input, source === "last-image" ? "first-image" : source];
  });
  return { ...draft, sources: Object.fromEntries(swapped) };
}

/** What keeps a mapping from being saved, for the person; null when nothing does. */
export function draftProblem(draft: MappingChoice): string | null {
  const count = (source: SourceKind) =>
    Object.values(draft.sources).filter((one) => one === source).length;
  for (const [source, name] of [
    ["first-image", "first"],
    ["last-image", "second"],
  ] as const) {
    if (count(source) === 0) return `Choose which input gets the ${name} key drawing.`;
    if (count(source) > 1) return `The ${name} key drawing goes into one input only. Change one.`;
  }
  return null;
}
