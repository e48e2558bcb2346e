import { describe, expect, test } from "vitest";
import type { EndpointChoice } from "#lib/core/backend-settings.ts";
import {
  carriedDraft,
  draftProblem,
  suggestedDraft,
  withDrawingsSwapped,
  withSource,
} from "./mapping-draft.ts";

const drawing = ["first-image", "last-image"] as const;
const choice: EndpointChoice = {
  apiName: "/generate",
  isCertain: false,
  rows: [
    {
      input: "a",
      label: "A",
      component: "image",
      source: "first-image",
      options: drawing,
      isRequired: true,
    },
    {
      input: "b",
      label: "B",
      component: "image",
      source: "last-image",
      options: drawing,
      isRequired: true,
    },
    {
      input: "mask",
      label: "Mask",
      component: "image",
      source: "default",
      options: [...drawing, "default"],
      isRequired: false,
    },
  ],
  outputs: [{ index: 0, label: "Video", component: "video" }],
  outputIndex: 0,
};

describe("a mapping as it is put together", () => {
  const suggested = suggestedDraft(choice);

  test("choosing the other drawing for an input swaps the two", () => {
    const draft = withSource(choice, suggested, { input: "a", source: "last-image" });
    expect(draft.sources).toEqual({ a: "last-image", b: "first-image", mask: "default" });
    expect(withDrawingsSwapped(suggested).sources).toEqual(draft.sources);
    expect(draftProblem(draft)).toBeNull();
  });

  test("an input that can't be left empty keeps its drawing, and the person is told", () => {
    const draft = withSource(choice, suggested, { input: "mask", source: "first-image" });
    expect(draft.sources).toEqual({ a: "first-image", b: "last-image", mask: "first-image" });
    expect(draftProblem(draft)).toMatch(/one input only/);
  });

  test("a drawing that goes nowhere is named", () => {
    const draft = withSource(choice, suggested, { input: "b", source: "default" });
    expect(draftProblem(draft)).toMatch(/second key drawing/);
  });

  test("what was confirmed is kept when the app is read again, as far as it still fits", () => {
    const confirmed = {
      apiName: "/generate",
      sources: { a: "last-image", b: "first-image", mask: "seed", gone: "prompt" },
      outputIndex: 3,
    } as const;
    expect(carriedDraft([choice], confirmed)).toEqual({
      apiName: "/generate",
      sources: { a: "last-image", b: "first-image", mask: "default" },
      outputIndex: 0,
    });
    expect(carriedDraft([choice], { ...confirmed, apiName: "/other" })).toEqual(suggested);
    expect(carriedDraft([], confirmed)).toBeNull();
  });
});
