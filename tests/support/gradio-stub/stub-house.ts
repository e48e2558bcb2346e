import type { Take, TakeStatus } from "#lib/core/take.ts";
import { createBackendDirectory } from "#lib/projects/backends/create-backend-directory.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { startHubStub } from "#tests/support/gradio-stub/hub-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "#tests/support/test-story.ts";
import { openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

/** A working house whose backends are stubs, and the one Space that its Hugging Face knows. */
export type StubHouse = {
  readonly house: TestHouse;
  /** What every stub gives. */
  readonly video: Uint8Array;
  stubOf(options?: Partial<Parameters<typeof startGradioStub>[0]>): Promise<GradioStub>;
  /** From now on the Space is this server, and in these stages one after the other; the last one stays. */
  setSpace(stub: Pick<GradioStub, "baseUrl">, stages: readonly string[]): void;
  /**
   * A workspace of its own whose project is drawn by ToonCrafter at a stub, or at the Space where the stub is that; all
   * of it is asked for.
   */
  storyOn(stub: Pick<GradioStub, "baseUrl">, keyframes?: number): Promise<TestStory>;
  takesOf(story: TestStory): Promise<Take[]>;
  untilTakes(story: TestStory, what: string, done: (takes: Take[]) => boolean): Promise<Take[]>;
  allIn(story: TestStory, state: TakeStatus["state"]): Promise<Take[]>;
  closeStubs(): Promise<void>;
  close(): Promise<void>;
};

const SPACE_ID = "someone/tooncrafter";

export async function openStubHouse(): Promise<StubHouse> {
  const video = await toonCrafterVideo();
  const stubs: GradioStub[] = [];
  let space = { host: "", stages: [""] };
  const hubStub = await startHubStub({
    ...{ spaceId: SPACE_ID, host: "", stages: [] },
    answer: (response) => {
      const stage = space.stages.length > 1 ? space.stages.shift() : space.stages[0];
      response.end(JSON.stringify({ host: space.host, runtime: { stage } }));
    },
  });
  const hub = { ...hubStub.hub, isSpaceHost: (origin: string) => origin === space.host };
  const house = await openWorkingHouse({
    change: (services) => {
      const { database } = services;
      const network = { allowPrivateAddresses: true, forbiddenPorts: [] };
      const reach = { secret: TEST_SECRET, dataDirectory: "/nowhere", hub, ...network };
      return { ...services, backends: createBackendDirectory({ database, ...reach }) };
    },
  });
  const { database } = house.services;

  async function takesOf({ projectId }: TestStory): Promise<Take[]> {
    const view = await viewOf(database, projectId);
    return [...view.records.take.values()];
  }
  const untilTakes: StubHouse["untilTakes"] = (story, what, done) =>
    eventually(
      async () => {
        const takes = await takesOf(story);
        return done(takes) && takes;
      },
      { timeoutMs: 60_000, what },
    );

  return {
    house,
    video,
    takesOf,
    untilTakes,
    allIn: (story, state) =>
      untilTakes(story, `all takes ${state}`, (takes) =>
        takes.every(({ status }) => status.state === state),
      ),
    async stubOf(options = {}) {
      const stub = await startGradioStub({ version: "5.49.1", video, ...options });
      stubs.push(stub);
      return stub;
    },
    setSpace({ baseUrl }, stages) {
      space = { host: baseUrl, stages: [...stages] };
    },
    async storyOn({ baseUrl }, keyframes = 2) {
      const story = await createTestStory(house.services, { keyframes });
      const { workspaceId, projectId } = story;
      await addToonCrafter(database, { workspaceId, baseUrl, id: "toon", name: "ToonCrafter" });
      if (baseUrl === space.host) {
        const address = { kind: "space", spaceId: SPACE_ID };
        await database.backend.updateMany({ where: { workspaceId }, data: { address } });
      }
      await database.project.update({ where: { id: projectId }, data: { backendId: "toon" } });
      await requestTakes(house.services, { ...story, request: { scope: "missing" } });
      return story;
    },
    async closeStubs() {
      for (const stub of stubs.splice(0)) await stub.close();
    },
    async close() {
      await house.close();
      await hubStub.close();
    },
  };
}
