import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { BackendError } from "../backend-error.ts";
import { resultPath } from "./result-path.ts";

const baseUrl = "https://owner-app.hf.space";
const of = (value: unknown, apiPrefix = "/gradio_api") => resultPath({ value, apiPrefix, baseUrl });

test.each<[unknown, string]>([
  [{ video: { path: "/tmp/g/v.mp4", url: "http://evil.test/v.mp4" } }, "/tmp/g/v.mp4"],
  [{ path: "/tmp/g/walking man.mp4" }, "/tmp/g/walking%20man.mp4"],
  [{ path: "/tmp/g/a?b#c%2e%2e.mp4" }, "/tmp/g/a%3Fb%23c%252e%252e.mp4"],
  [{ path: "C:\\Temp\\gradio\\v.mp4" }, "C%3A%5CTemp%5Cgradio%5Cv.mp4"],
  [[{ path: "/tmp/g/v.mp4" }], "/tmp/g/v.mp4"],
  ["/tmp/g/v.mp4", "/tmp/g/v.mp4"],
  [{ url: `${baseUrl}/gradio_api/file=/tmp/g/walking%20man.mp4` }, "/tmp/g/walking%20man.mp4"],
])("%j is fetched from the server's file route", (value, path) => {
  expect(of(value)).toBe(`/gradio_api/file=${path}`);
  expect(of({ path: "/tmp/v.mp4" }, "")).toBe("/file=/tmp/v.mp4");
  // Nothing in it leads an address parser out of the route.
  expect(new URL(`${baseUrl}${of(value)}`).pathname).toBe(of(value));
});

test.each<[unknown]>([
  [{ path: "/tmp/g/../../login" }],
  [{ path: ".." }],
  [{ path: "/tmp/g/./v.mp4" }],
  [{ path: "a\\..\\b" }],
  [{ path: "http://169.254.169.254/latest" }],
  [{ path: "//evil.test/v.mp4" }],
  [{ url: "https://evil.test/gradio_api/file=/tmp/v.mp4" }],
  [{ url: `${baseUrl}/gradio_api/file=/tmp/%2e%2e/%2e%2e/login` }],
  [{ url: `${baseUrl}/gradio_api/file=%zz` }],
  [{ url: `${baseUrl}.evil.test/gradio_api/file=/tmp/v.mp4` }],
  [{ path: "/tmp/a\r\nHost: x" }],
  [{ path: "x".repeat(3_000) }],
  [{ path: "" }],
  [{ path: 7 }],
  [{ video: { video: { video: { path: "/tmp/v.mp4" } } } }],
  [[[["/tmp/v.mp4"]]]],
  [null],
  [undefined],
])("%j is not fetched", (value) => {
  const refused = expect.objectContaining({ errorClass: "broken" }) as Error;
  expect(() => of(value)).toThrow(refused);
});

test("any value at all is a path below the file route, or refused", () => {
  const scrap = fc.constantFrom(
    ..."/,..,.,\\,%2e%2e,%2F,?,#,:,@,//,http://evil.test,\u0000,\r\n,a b,é,\ud800".split(","),
    `${baseUrl}/gradio_api/file=`,
  );
  const path = fc.oneof(
    fc.array(scrap, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  const file = fc.record({ path: fc.option(path), url: fc.option(path) });
  const value = fc.oneof(path, file, fc.array(file), fc.record({ video: file }), fc.jsonValue());
  fc.assert(
    fc.property(value, (given) => {
      let asked: string;
      try {
        asked = of(given);
      } catch (error) {
        expect(error).toBeInstanceOf(BackendError);
        return;
      }
      const { origin, pathname, search, hash } = new URL(`${baseUrl}${asked}`);
      expect([origin, pathname, search, hash]).toEqual([baseUrl, asked, "", ""]);
      expect(asked.startsWith("/gradio_api/file=")).toBe(true);
    }),
    { seed: SEED, numRuns: 600 },
  );
});
