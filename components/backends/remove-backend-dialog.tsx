"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { BackendView } from "#lib/core/backend-settings.ts";

export function RemoveBackendDialog(props: {
  /** Null is closed. */
  backend: BackendView | null;
  onClose: () => void;
  onRemove: (backend: BackendView) => Promise<boolean>;
}) {
  const { backend, onClose } = props;
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    if (!backend) return;
    setIsBusy(true);
    await props.onRemove(backend);
    setIsBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={backend !== null}
      onOpenChange={onClose}
      title={`Remove “${backend?.name ?? ""}”?`}
      description={
        backend?.hasToken || backend?.hasLogin
          ? "All that it has drawn stays: takes, clips and films. Its settings and the token or password kept for it are deleted."
          : "All that it has drawn stays: takes, clips and films. Its settings are deleted."
      }
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Keep it
          </Button>
          <Button size="large" look="danger" busy={isBusy} onClick={() => void remove()}>
            Remove backend
          </Button>
        </>
      }
    >
      <p className="text-sm text-muted">
        Segments that are set to it say so until another backend is chosen for them. To stop using
        it for a while, turn it off instead.
      </p>
    </Dialog>
  );
}
