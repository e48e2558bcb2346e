"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BackendView } from "#lib/core/backend-settings.ts";
import { firstStep, stepWords, type AddStep } from "./add-step.ts";

/** Loaded when it is first opened. */
const AddBackend = dynamic(() => import("./add-backend.tsx").then((module) => module.AddBackend), {
  ssr: false,
  loading: () => <Skeleton className="h-60" />,
});

/** The way from "which model" to a saved backend, in a few steps. */
export function AddBackendDialog(props: {
  open: boolean;
  onClose: () => void;
  workspaceId: string;
  allowsPrivateAddresses: boolean;
  /** Null where there is nothing to set up. */
  onSetUpLocal: (() => void) | null;
  onAdded: (backend: BackendView) => void;
  onTry: (backend: BackendView) => void;
}) {
  const { open, onClose, ...rest } = props;
  const [step, setStep] = useState<AddStep>(firstStep);
  const close = () => {
    setStep(firstStep);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      closesOnBackdrop={step.at === "choose" || step.at === "saved"}
      width="large"
      {...stepWords(step)}
    >
      <AddBackend {...rest} step={step} onStep={setStep} onClose={close} />
    </Dialog>
  );
}
