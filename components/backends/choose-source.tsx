"use client";

import { ChevronRight, Cloud, Laptop, Server } from "lucide-react";
import type { ReactNode } from "react";
import type { AppSource } from "./add-step.ts";

/** What a backend can be, each with what it costs. */
export function ChooseSource(props: {
  onChoose: (source: AppSource) => void;
  /** Null where it is set up, or can't be. */
  onSetUpLocal: (() => void) | null;
}) {
  return (
    <ul className="flex flex-col gap-2">
      <Choice
        icon={<Cloud aria-hidden />}
        title="ToonCrafter on Hugging Face"
        onChoose={() => props.onChoose("tooncrafter")}
      >
        Made for cartoons: 16 drawings for every two seconds, at 512 × 320. Free, within a daily
        quota: about 1 segment a day without a token, 5 to 7 with a free account’s token, about 60
        with PRO.
      </Choice>
      <Choice
        icon={<Server aria-hidden />}
        title="A Space’s name or an app’s address"
        onChoose={() => props.onChoose("address")}
      >
        Any Gradio app that takes two images and gives a video: another Space, your own copy of one,
        or a server in your studio.
      </Choice>
      {props.onSetUpLocal === null ? null : (
        <Choice
          icon={<Laptop aria-hidden />}
          title="The local in-betweener"
          onChoose={props.onSetUpLocal}
        >
          Runs on this machine, with no quota and no account. It moves what it sees from one drawing
          to the next by optical flow; it needs no model weights, and invents nothing new.
        </Choice>
      )}
    </ul>
  );
}

function Choice(props: {
  icon: ReactNode;
  title: string;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <li>
      <button
        type="button"
        onClick={props.onChoose}
        className="group flex w-full items-start gap-3 rounded-lg border border-line bg-raised/40 p-3.5 text-left transition-colors hover:border-line-strong hover:bg-raised"
      >
        <span className="grid size-8 shrink-0 place-items-center rounded-md border border-line bg-raised text-muted [&_svg]:size-4">
          {props.icon}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block text-sm font-medium">{props.title}</span>
          <span className="mt-0.5 block text-xs text-muted">{props.children}</span>
        </span>
        <ChevronRight
          aria-hidden
          className="mt-2 size-4 shrink-0 text-faint group-hover:text-text"
        />
      </button>
    </li>
  );
}
