"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { LibraryHeader } from "#components/library/library-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { BACKEND_LIMITS, type BackendList, type BackendView } from "#lib/core/backend-settings.ts";
import {
  checkBackend,
  deleteBackend,
  orderBackends,
  updateBackend,
} from "#lib/realtime/browser/backend-api.ts";
import { AddBackendDialog } from "./add-backend-dialog.tsx";
import { BackendRows } from "./backend-rows.tsx";
import { EditBackendDialog } from "./edit-backend-dialog.tsx";
import { LocalPanel } from "./local-panel.tsx";
import { NoBackends } from "./no-backends.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { RemoveBackendDialog } from "./remove-backend-dialog.tsx";
import { TrialDialog } from "./trial-dialog.tsx";
import { useBackendList } from "./use-backend-list.ts";
import { useFreshHealth } from "./use-fresh-health.ts";
import { useLocalBackend } from "./use-local-backend.ts";
import { WorkspaceSelect, type WorkspaceSummary } from "./workspace-select.tsx";
import { withOrder, withState, without } from "./shown-list.ts";

type OpenDialog =
  | { readonly type: "add" }
  | { readonly type: "edit" | "try" | "remove"; readonly backend: BackendView };

/** A workspace's backends: what draws for it, how each stands, and all that can be changed of them. */
export function BackendsPage(props: {
  workspaceId: string;
  /** All that the person belongs to. */
  workspaces: readonly WorkspaceSummary[];
  userName: string;
  first: BackendList;
}) {
  const { workspaceId } = props;
  const { list, problem, change, refresh } = useBackendList(workspaceId, props.first);
  useFreshHealth({ workspaceId, list, refresh });
  const local = useLocalBackend(workspaceId);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [checking, setChecking] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const { backends, canManage } = list;
  const close = () => setDialog(null);
  const openOn = (type: "edit" | "try" | "remove") =>
    dialog?.type === type ? dialog.backend : null;

  const check = async ({ id }: BackendView) => {
    setChecking((before) => new Set(before).add(id));
    await change(() => checkBackend(workspaceId, id));
    setChecking((before) => new Set([...before].filter((one) => one !== id)));
  };
  const move = (backend: BackendView, to: number) => {
    const ids = backends.map(({ id }) => id).filter((id) => id !== backend.id);
    ids.splice(to, 0, backend.id);
    setSaid(`${backend.name} is now number ${to + 1} of ${ids.length}.`);
    void change(() => orderBackends(workspaceId, ids), { shown: (all) => withOrder(all, ids) });
  };
  const toggle = ({ id }: BackendView, isEnabled: boolean) =>
    void change(() => updateBackend(workspaceId, id, { isEnabled }), {
      shown: (all) => withState(all, id, { isEnabled }),
    });
  const isInList = backends.some(({ address }) => address.kind === "local");
  const localState = local.status?.state;
  /** The set-up adds and takes away a backend: the list shows it at once. */
  const thenRefresh = (work: () => Promise<boolean>) => async () => {
    const worked = await work();
    await refresh();
    return worked;
  };
  const setUpLocal = thenRefresh(local.setUp);
  const isFull = backends.length >= BACKEND_LIMITS.perWorkspace;
  const canSetUpLocal = localState === "absent" || (localState === "running" && !isInList);
  const addButton = (
    <Button
      look="primary"
      size="large"
      icon={<Plus aria-hidden />}
      disabled={isFull}
      onClick={() => setDialog({ type: "add" })}
    >
      Add backend
    </Button>
  );

  return (
    <div className="min-h-dvh">
      <LibraryHeader userName={props.userName} workspaceId={workspaceId} current="backends" />
      <main className="mx-auto max-w-4xl px-4 pt-6 pb-20 sm:px-8">
        <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-3">
          <h1 className="min-w-0 flex-1 text-xl font-semibold">Backends</h1>
          {props.workspaces.length < 2 ? null : (
            <WorkspaceSelect workspaceId={workspaceId} workspaces={props.workspaces} />
          )}
          {canManage && backends.length > 0 ? addButton : null}
          <p className="-mt-1 basis-full text-sm text-pretty text-muted">
            What draws between the key drawings of{" "}
            <span className="break-words text-text">{list.workspaceName}</span>. A project asks the
            one that it is set to; others help in this order, where they may.
          </p>
        </div>
        <div className="flex flex-col gap-3">
          {canManage ? null : (
            <p className="rounded-md bg-raised px-3 py-2 text-xs text-muted">
              You can look at these. To add or change one, ask an owner of this workspace.
            </p>
          )}
          {canManage && isFull ? (
            <p className="rounded-md bg-raised px-3 py-2 text-xs text-muted">
              A workspace holds at most {BACKEND_LIMITS.perWorkspace} backends. Remove one that you
              no longer need to add another.
            </p>
          ) : null}
          <ProblemNote problem={problem} />
          <BackendRows
            list={list}
            checking={checking}
            actionsOf={(backend, index) => ({
              onToggle: (isEnabled) => toggle(backend, isEnabled),
              onCheck: () => void check(backend),
              onTry: () => setDialog({ type: "try", backend }),
              onEdit: () => setDialog({ type: "edit", backend }),
              onMove: {
                up: index === 0 ? null : () => move(backend, index - 1),
                down: index === backends.length - 1 ? null : () => move(backend, index + 1),
              },
              onRemove: () => setDialog({ type: "remove", backend }),
            })}
          />
          {backends.length > 0 ? null : <NoBackends add={canManage ? addButton : null} />}
        </div>
        <section aria-labelledby="local-heading" className="mt-10">
          <h2 id="local-heading" className="mb-2 text-sm font-semibold">
            On this machine
          </h2>
          <LocalPanel
            local={{ ...local, setUp: setUpLocal, remove: thenRefresh(local.remove) }}
            canManage={canManage}
            isInList={isInList}
          />
        </section>
        <p role="status" className="sr-only">
          {said}
        </p>
      </main>
      <AddBackendDialog
        open={dialog?.type === "add"}
        onClose={close}
        workspaceId={workspaceId}
        allowsPrivateAddresses={list.allowsPrivateAddresses}
        onSetUpLocal={canSetUpLocal ? () => void setUpLocal() : null}
        onAdded={() => void refresh()}
        onTry={(backend) => setDialog({ type: "try", backend })}
      />
      <EditBackendDialog
        workspaceId={workspaceId}
        backend={openOn("edit")}
        onClose={close}
        onSave={async (backend, patch) => {
          await updateBackend(workspaceId, backend.id, patch);
          await refresh();
        }}
      />
      <TrialDialog
        workspaceId={workspaceId}
        backend={openOn("try")}
        onClose={() => {
          close();
          void refresh();
        }}
      />
      <RemoveBackendDialog
        backend={openOn("remove")}
        onClose={close}
        onRemove={({ id }) =>
          change(() => deleteBackend(workspaceId, id), { shown: (all) => without(all, id) })
        }
      />
    </div>
  );
}
