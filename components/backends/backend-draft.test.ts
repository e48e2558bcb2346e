import { expect, test } from "vitest";
import type { BackendView } from "#lib/core/backend-settings.ts";
import { draftOf, patchOf } from "./backend-draft.ts";

const backend: BackendView = {
  id: "backend-1",
  name: "Studio box",
  address: { kind: "url", url: "https://box.example" },
  model: "mapped",
  description: {
    id: "backend-1",
    name: "Studio box",
    version: "1",
    isDraft: false,
    nativeSize: null,
    nativeFrames: null,
    nativeFrameRate: null,
    span: "closed",
    usesPrompt: true,
    usesNegativePrompt: false,
    seedRange: null,
    params: [],
    canCancel: true,
  },
  params: { steps: 20 },
  mapping: { apiName: "/draw", sources: { a: "first-image", b: "last-image" }, outputIndex: 0 },
  hasToken: true,
  hasLogin: false,
  state: {
    backendId: "backend-1",
    isEnabled: true,
    helps: "never",
    concurrency: 1,
    health: null,
    pause: null,
    meanDrawMs: null,
    quotaSecondsPerTake: null,
  },
};
const draft = draftOf(backend);

test("what was not touched is not sent, so that another's edit of it stays", () => {
  expect(patchOf(backend, draft)).toEqual({});
  expect(patchOf(backend, { ...draft, name: " Studio box " })).toEqual({});
  expect(patchOf(backend, { ...draft, concurrency: 2 })).toEqual({ concurrency: 2 });
});

test("a setting goes back to the app's own by not being named", () => {
  expect(patchOf(backend, { ...draft, params: {} })).toEqual({ params: {} });
});

test("a kept token stays unless it is forgotten or really replaced", () => {
  expect(patchOf(backend, { ...draft, token: { type: "forget" } })).toEqual({ token: null });
  expect(patchOf(backend, { ...draft, token: { type: "replace", secret: " " } })).toEqual({});
  expect(patchOf(backend, { ...draft, token: { type: "replace", secret: " hf_new " } })).toEqual({
    token: "hf_new",
  });
});
