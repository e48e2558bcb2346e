"use client";

import type { BackendView } from "#lib/core/backend-settings.ts";
import type { AddStep, AppSource } from "./add-step.ts";
import { NO_LOGIN } from "./app-to-read.ts";
import { ChooseSource } from "./choose-source.tsx";
import { ConfirmApp } from "./confirm-app.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { SavedStep } from "./saved-step.tsx";

const TOON_CRAFTER = "Doubiiu/tooncrafter";

/** The step that the way to a new backend is at. */
export function AddBackend(props: {
  workspaceId: string;
  allowsPrivateAddresses: boolean;
  onSetUpLocal: (() => void) | null;
  onAdded: (backend: BackendView) => void;
  onTry: (backend: BackendView) => void;
  step: AddStep;
  onStep: (step: AddStep) => void;
  onClose: () => void;
}) {
  const { workspaceId, step, onStep, onSetUpLocal, onClose } = props;
  const connect = (source: AppSource) =>
    onStep({
      at: "connect",
      source,
      app: { address: source === "tooncrafter" ? TOON_CRAFTER : "", token: "", login: NO_LOGIN },
    });
  switch (step.at) {
    case "choose":
      return (
        <ChooseSource
          onChoose={connect}
          onSetUpLocal={
            onSetUpLocal === null
              ? null
              : () => {
                  onClose();
                  onSetUpLocal();
                }
          }
        />
      );
    case "connect":
      return (
        <ConnectForm
          key={step.source}
          workspaceId={workspaceId}
          source={step.source}
          first={step.app}
          allowsPrivateAddresses={props.allowsPrivateAddresses}
          onBack={() => onStep({ at: "choose" })}
          onRead={(app, reading) => onStep({ at: "confirm", source: step.source, app, reading })}
        />
      );
    case "confirm":
      return (
        <ConfirmApp
          workspaceId={workspaceId}
          app={step.app}
          reading={step.reading}
          onBack={() => onStep({ at: "connect", source: step.source, app: step.app })}
          onSaved={(backend) => {
            props.onAdded(backend);
            onStep({ at: "saved", backend });
          }}
        />
      );
    case "saved":
      return (
        <SavedStep
          backend={step.backend}
          onDone={onClose}
          onTry={() => {
            onClose();
            props.onTry(step.backend);
          }}
        />
      );
  }
}
