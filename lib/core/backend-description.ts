import type { FrameRate } from "./frame-rate.ts";
import type { Size } from "./fit.ts";

/** One setting of a model, by its true name, with its true range and what it means. */
export type ParamSpec = {
  readonly name: string;
  readonly label: string;
  readonly help: string;
} & (
  | {
      readonly type: "number";
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    }
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "choice"; readonly choices: readonly string[]; readonly default: string }
  | { readonly type: "text"; readonly default: string }
);

/** What an in-between backend says it can do; plain data, so that the browser can show it. */
export type BackendDescription = {
  readonly id: string;
  readonly name: string;
  /** Part of the recipe: another version draws something else. */
  readonly version: string;
  /** A preview maker, badged as such on the timeline. */
  readonly isDraft: boolean;
  /** The size it draws at; null draws at the project's. */
  readonly nativeSize: Size | null;
  /** The frames it gives; null gives the segment's own length. */
  readonly nativeFrames: number | null;
  /** The rate it draws at; null is the project's. */
  readonly nativeFrameRate: FrameRate | null;
  /** `closed`: its last frame is the second keyframe. `half-open`: its last frame comes before it. */
  readonly span: "closed" | "half-open";
  readonly usesPrompt: boolean;
  readonly usesNegativePrompt: boolean;
  readonly seedRange: { readonly min: number; readonly max: number } | null;
  readonly params: readonly ParamSpec[];
  readonly canCancel: boolean;
};
