"use client";

import { Image as ImageIcon, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ProjectSummary } from "#lib/realtime/browser/api.ts";
import { thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import { editedText } from "./edited-text.ts";

/** One project: its first drawing, its name, how much there is of it and when it was last edited. */
export function ProjectCard(props: {
  project: ProjectSummary;
  nowMs: number;
  onRename: () => void;
  onDelete: () => void;
}) {
  const { project } = props;
  const count = project.keyframeCount;
  return (
    <li className="group relative">
      <Link
        href={`/projects/${project.id}`}
        prefetch={false}
        className="block rounded-lg outline-offset-4"
      >
        <span className="block aspect-[8/5] overflow-hidden rounded-lg border border-line bg-panel transition-colors group-hover:border-line-strong">
          {project.posterImageId === null ? (
            <span className="grid size-full place-items-center text-faint">
              <ImageIcon aria-hidden className="size-8" strokeWidth={1.2} />
            </span>
          ) : (
            <img
              src={thumbnailUrl(project.id, project.posterImageId)}
              alt=""
              loading="lazy"
              className="size-full object-cover"
            />
          )}
        </span>
        <span className="mt-2 block truncate pr-14 text-sm font-medium">{project.name}</span>
        <span className="block text-xs text-muted">
          {count === 1 ? "1 keyframe" : `${count.toLocaleString("en")} keyframes`} ·{" "}
          {editedText(project.updatedAt, props.nowMs)}
        </span>
      </Link>
      <span className="absolute right-0 bottom-[18px] flex opacity-0 group-hover:opacity-100 focus-within:opacity-100 [@media(hover:none)]:opacity-100">
        <CardButton label={`Rename ${project.name}`} onClick={props.onRename}>
          <Pencil aria-hidden className="size-3.5" />
        </CardButton>
        <CardButton label={`Delete ${project.name}`} onClick={props.onDelete}>
          <Trash2 aria-hidden className="size-3.5" />
        </CardButton>
      </span>
    </li>
  );
}

function CardButton(props: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
      className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
    >
      {props.children}
    </button>
  );
}
