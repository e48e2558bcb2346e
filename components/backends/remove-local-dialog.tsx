"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

export function RemoveLocalDialog(props: {
  open: boolean;
  /** False while it is still being set up. */
  isSetUp: boolean;
  onClose: () => void;
  onRemove: () => Promise<boolean>;
}) {
  const { open, isSetUp, onClose } = props;
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    setIsBusy(true);
    await props.onRemove();
    setIsBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={isSetUp ? "Remove the local in-betweener?" : "Stop the set-up?"}
      description="All that it has drawn stays: takes, clips and films. What was installed for it is deleted from this machine, unless another workspace uses it. It can be set up again."
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Keep it
          </Button>
          <Button size="large" look="danger" busy={isBusy} onClick={() => void remove()}>
            {isSetUp ? "Remove it" : "Stop and remove"}
          </Button>
        </>
      }
    />
  );
}
