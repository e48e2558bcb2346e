import { describe, expect, it } from "vitest";
import { createSecretSealer } from "./seal-secret.ts";

const owner = { workspaceId: "workspace-1", backendId: "backend-1", kind: "token" } as const;
const sealer = createSecretSealer("the secret of one installation, long");

describe("a sealed secret", () => {
  it("opens for its owner, and shows nothing of itself", () => {
    const sealed = sealer.seal("hf_abcdefgh", owner);
    expect(sealed).not.toContain("hf_");
    expect(sealed).not.toContain(Buffer.from("hf_abcdefgh").toString("base64url"));
    expect(sealer.open(sealed, owner)).toBe("hf_abcdefgh");
  });

  it("is another text each time", () => {
    expect(sealer.seal("hf_abcdefgh", owner)).not.toBe(sealer.seal("hf_abcdefgh", owner));
  });

  it.each([
    ["another workspace", { ...owner, workspaceId: "workspace-2" }],
    ["another backend", { ...owner, backendId: "backend-2" }],
    ["another kind", { ...owner, kind: "login" as const }],
  ])("doesn't open for %s", (_, other) => {
    const sealed = sealer.seal("hf_abcdefgh", owner);
    expect(() => sealer.open(sealed, other)).toThrowError(
      expect.objectContaining({ errorClass: "rejected" }),
    );
  });

  it("doesn't open with another installation's secret, changed, or cut short", () => {
    const sealed = sealer.seal("hf_abcdefgh", owner);
    const elsewhere = createSecretSealer("the secret of another installation");
    const refusal: unknown = expect.objectContaining({ errorClass: "rejected" });
    expect(() => elsewhere.open(sealed, owner)).toThrowError(refusal);
    const changed = sealed.slice(0, -6) + (sealed.at(-6) === "A" ? "B" : "A") + sealed.slice(-5);
    for (const broken of [changed, sealed.slice(0, -8), "v1..", "", "hf_abcdefgh"])
      expect(() => sealer.open(broken, owner)).toThrowError(refusal);
  });
});
