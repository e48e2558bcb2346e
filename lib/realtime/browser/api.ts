import { projectUrl } from "./urls.ts";
import { requestJson } from "./request-json.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import type { TakesPlan } from "#lib/core/takes-plan.ts";

/** A project as the library lists it. */
export type ProjectSummary = {
  readonly id: string;
  readonly name: string;
  readonly posterImageId: string | null;
  readonly keyframeCount: number;
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
};

export type NewProject = {
  readonly name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: FrameRate;
};

/** Which segments to draw. `force` always draws a new take; else a current one is kept and an equal one reused. */
export type TakesRequest = {
  /** Segments to draw before the others, in order. At most `MAX_FIRST_SEGMENTS`. */
  readonly firstSegmentIds?: readonly string[];
} & (
  | {
      readonly scope: "segments";
      readonly segmentIds: readonly string[];
      readonly seed?: number | null;
      readonly force?: boolean;
    }
  | { readonly scope: "missing" }
  | { readonly scope: "stale" }
  | { readonly scope: "drafts"; readonly backendId: string }
);

export const MAX_FIRST_SEGMENTS = 500;

/** How many takes were put in the queue, found ready, and not needed or not possible. */
export type TakesRequested = {
  readonly queued: number;
  readonly reused: number;
  readonly skipped: number;
};

/** Every function here throws a `GengaError`: the server's own, or `unavailable` when it can't be reached. */
export function listProjects(): Promise<{ readonly projects: readonly ProjectSummary[] }> {
  return requestJson({ method: "GET", url: "/api/projects" });
}

export function createProject(project: NewProject): Promise<{ readonly id: string }> {
  return requestJson({ method: "POST", url: "/api/projects", body: project });
}

/** Makes the sample story, with drafts on their way. */
export function createSampleProject(): Promise<{ readonly id: string }> {
  return requestJson({ method: "POST", url: "/api/projects/sample" });
}

export function renameProject(projectId: string, name: string): Promise<void> {
  return requestJson({ method: "POST", url: `${projectUrl(projectId)}/name`, body: { name } });
}

export function deleteProject(projectId: string): Promise<void> {
  return requestJson({ method: "DELETE", url: projectUrl(projectId) });
}

export function requestTakes(projectId: string, request: TakesRequest): Promise<TakesRequested> {
  return requestJson({ method: "POST", url: `${projectUrl(projectId)}/takes`, body: request });
}

/** What a request would draw, with which backend and for how long; nothing is asked for yet. */
export function planTakes(projectId: string, request: TakesRequest): Promise<TakesPlan> {
  return requestJson({
    method: "POST",
    url: `${projectUrl(projectId)}/takes/plan`,
    body: request,
  });
}

/** Puts takes that are not being drawn yet before all others, in this order. */
export function moveTakesToFront(
  projectId: string,
  takeIds: readonly string[],
): Promise<{ readonly moved: number }> {
  return requestJson({
    method: "POST",
    url: `${projectUrl(projectId)}/takes/front`,
    body: { takeIds },
  });
}

/** Stops takes that are queued, waiting or running; the rest are left alone. */
export function cancelTakes(
  projectId: string,
  which: { readonly takeIds: readonly string[] } | { readonly all: true },
): Promise<{ readonly cancelled: number }> {
  return requestJson({ method: "POST", url: `${projectUrl(projectId)}/takes/cancel`, body: which });
}

/** Queues a failed or cancelled take again, with the same recipe. */
export function retryTake(projectId: string, takeId: string): Promise<void> {
  return requestJson({ method: "POST", url: `${takeUrl(projectId, takeId)}/retry` });
}

export function deleteTake(projectId: string, takeId: string): Promise<void> {
  return requestJson({ method: "DELETE", url: takeUrl(projectId, takeId) });
}

/**
 * Asks for the film as the project stands; an equal one that is ready is given again. Refused while segments have no
 * take, unless `allowMissing` says that the film may hold the drawing before them instead.
 */
export function requestRender(
  projectId: string,
  request: { readonly allowMissing: boolean },
): Promise<{ readonly renderId: string }> {
  return requestJson({ method: "POST", url: `${projectUrl(projectId)}/renders`, body: request });
}

export function cancelRender(projectId: string, renderId: string): Promise<void> {
  const url = `${projectUrl(projectId)}/renders/${encodeURIComponent(renderId)}/cancel`;
  return requestJson({ method: "POST", url });
}

function takeUrl(projectId: string, takeId: string): string {
  return `${projectUrl(projectId)}/takes/${encodeURIComponent(takeId)}`;
}
