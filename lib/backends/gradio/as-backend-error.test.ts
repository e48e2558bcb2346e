import { expect, test } from "vitest";
import { BackendError } from "../backend-error.ts";
import { OutboundError, type OutboundReason } from "../outbound/outbound-error.ts";
import { asBackendError } from "./as-backend-error.ts";

const live = new AbortController().signal;
const REASONS: readonly (readonly [OutboundReason, string])[] = [
  ["forbidden", "rejected"],
  ["too-large", "broken"],
  ["connection", "transport"],
  ["timeout", "transport"],
];

test.each(REASONS)("a request that ended as %s ends the drawing as %s", (reason, errorClass) => {
  const inner = new OutboundError(reason, "connect 10.0.0.7:8080");
  const error = asBackendError(inner, live);
  expect(error.errorClass).toBe(errorClass);
  expect(error.userMessage).not.toContain("10.0.0.7");
  expect(error.cause).toBe(inner);
});

test("a lost connection and one that took too long are told in the same words", () => {
  const words = (["connection", "timeout"] as const).map(
    (reason) => asBackendError(new OutboundError(reason, ""), live).userMessage,
  );
  expect(new Set(words).size).toBe(1);
});

test("what a backend has said stays; after a cancel all is a cancel", () => {
  const said = new BackendError("quota", "The quota is spent.");
  expect(asBackendError(said, live)).toBe(said);
  expect(asBackendError(said, AbortSignal.abort()).errorClass).toBe("cancelled");
});

test("what nobody expected says what is safe, and nothing of itself", () => {
  for (const odd of [new TypeError("x is undefined"), "text", null, undefined, { code: 7 }]) {
    const error = asBackendError(odd, live);
    expect(error.errorClass).toBe("broken");
    expect(error.userMessage).toMatch(/drawings and other takes are safe/);
    expect(error.userMessage).not.toContain("undefined");
  }
});

test.each(["ENOSPC", "EDQUOT"])("a disk that is full (%s) is told as that", (code) => {
  const full = Object.assign(new Error("write"), { code });
  const { errorClass, userMessage } = asBackendError(full, live);
  expect(errorClass).toBe("rejected");
  expect(userMessage).toMatch(/disk is full.*are safe. Free some space, then try it again/);
});
