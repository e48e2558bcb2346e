import { afterEach, expect, test } from "vitest";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { openSettingsHouse } from "#tests/support/settings-house.ts";
import { eventually } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test("a person has eight backends looked at at once, and leaves room for others", async () => {
  const house = await openSettingsHouse();
  closers.push(() => house.stop());
  const video = new Uint8Array();
  const app = await startGradioStub({ version: "5.49.1", video, fault: "silent" });
  closers.push(() => app.close());
  const { workspaceId, owner, url } = house;
  const { cookie } = owner;
  const ids = Array.from({ length: 9 }, (_, number) => `backend-${number}`);
  for (const id of ids) {
    const { baseUrl } = app;
    await addToonCrafter(house.services.database, { workspaceId, id, name: id, baseUrl });
  }
  const controller = new AbortController();
  const { signal } = controller;
  const look = (id: string) => house.call(`POST ${url}/${id}/check`, { cookie, signal });
  const eight = ids.slice(0, 8).map(look);
  await eventually(async () => app.requests.length === 8, {
    ...{ timeoutMs: 20_000, what: "eight questions" },
  });
  expect((await look("backend-8")).status).toBe(409);
  const other = await house.join("owner");
  const others = house.call(`POST ${url}/backend-8/check`, { cookie: other.cookie, signal });
  await eventually(async () => app.requests.length === 9, {
    ...{ timeoutMs: 20_000, what: "somebody else's question" },
  });
  controller.abort();
  expect((await Promise.all([...eight, others])).map(({ status }) => status)).toEqual(
    Array.from({ length: 9 }, () => 499),
  );
});
