import { describe, expect, it } from "vitest";
import { asUnavailable } from "./database-away.ts";

describe("an error that only says that the database is away", () => {
  it.each([
    "timeout exceeded when trying to connect",
    "Connection terminated unexpectedly",
    "Client has encountered a connection error and is not queryable",
  ])("is told by pg's words where there is no code: %s", (message) => {
    expect(asUnavailable(new Error(message))?.code).toBe("unavailable");
    expect(asUnavailable(new Error("wrapped", { cause: new Error(message) }))?.code).toBe(
      "unavailable",
    );
  });

  it("is no other error", () => {
    expect(asUnavailable(new Error("a bug"))).toBeNull();
    expect(asUnavailable(Object.assign(new Error("taken"), { code: "P2002" }))).toBeNull();
  });
});
