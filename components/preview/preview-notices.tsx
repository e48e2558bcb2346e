import { LoaderCircle, TriangleAlert } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import type { FrameProblem } from "./frame-source.ts";
import type { StageNotice } from "./preview-stage.ts";

const MARKS = { "no-take": "No take yet", "on-its-way": "Take on its way" } as const;

/** What is to be said about the picture, in its corner; nothing while all is well. */
export function PreviewNotices(props: { notice: StageNotice; isWaiting: boolean }) {
  const { notice, isWaiting } = props;
  const isLoading = isWaiting || notice.isLoading;
  return (
    <div className="pointer-events-none absolute inset-0 flex items-end justify-between gap-2 p-2 text-2xs">
      <div role="status" className="flex min-w-0 flex-col items-start gap-1">
        {notice.problem ? (
          <Chip tone="warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            {problemText(notice.problem)}
          </Chip>
        ) : null}
        {notice.mark ? <Chip>{MARKS[notice.mark]}</Chip> : null}
        {notice.isOfOldDrawing ? (
          <Chip>Stale: a drawing was replaced since this take. Generate to see the new one.</Chip>
        ) : notice.isOutdated ? (
          <Chip>Shown as it was. The clip for the new settings is being made.</Chip>
        ) : null}
      </div>
      {/* Only what takes longer than a glance is worth a sign: it fades in late. */}
      {isLoading ? (
        <div className="animate-[appear_200ms_400ms_both] rounded-full bg-black/65 p-1.5 text-text">
          <LoaderCircle aria-label="Loading the picture" className="size-3.5 animate-spin" />
        </div>
      ) : null}
    </div>
  );
}

function Chip(props: { tone?: "warn"; children: React.ReactNode }) {
  return (
    <span
      className={classNames(
        "flex max-w-96 items-start gap-1.5 rounded-sm bg-black/65 px-1.5 py-0.5",
        props.tone === "warn" ? "text-warn" : "text-text/85",
      )}
    >
      {props.children}
    </span>
  );
}

function problemText(problem: FrameProblem): string {
  if (problem === "clip-failed")
    return "This clip can't be loaded. Its drawing stands in; trying again…";
  if (problem === "drawing-failed")
    return "This drawing can't be loaded. It is safe; trying again…";
  return window.isSecureContext
    ? "This browser can't decode clips, so drawings stand in. Use a current Chrome, Edge, Firefox or Safari."
    : "Browsers decode clips over https and on localhost only, so drawings stand in. Open Genga at an https address.";
}
