import { afterAll, beforeAll, expect, test } from "vitest";
import { GengaError } from "#lib/core/errors.ts";
import { createSampleProject } from "#lib/projects/create-sample-project.ts";
import { listProjects } from "#lib/projects/list-projects.ts";
import type { Services } from "#lib/projects/services.ts";
import { signUpTestUser, startTestServices } from "#tests/support/test-services.ts";

let services: Services;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ services, stop } = await startTestServices());
});
afterAll(() => stop());

test("a sample that fails halfway leaves nothing; two clicks open one", async () => {
  const { userId } = await signUpTestUser(services, "Ada");
  const shown = () => listProjects(services, { userId });
  let drawn = 0;
  const failing: Services = {
    ...services,
    renderSvg: async (svg) => {
      drawn += 1;
      if (drawn > 2) throw new GengaError("limit", "The disk is full. Free some space.");
      return services.renderSvg(svg);
    },
  };
  await expect(createSampleProject(failing, { userId })).rejects.toMatchObject({ code: "limit" });
  expect(await shown()).toEqual([]);

  const [first, second] = await Promise.all([
    createSampleProject(services, { userId }),
    createSampleProject(services, { userId }),
  ]);
  expect(second).toEqual(first);
  const projects = await shown();
  expect(projects.map((project) => project.id)).toEqual([first.id]);
});
