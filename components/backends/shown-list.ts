import type { BackendList } from "#lib/core/backend-settings.ts";
import type { BackendState } from "#lib/core/backend-state.ts";

/** The list as it looks once a change is through, shown while the server is at it. */
export function withOrder(list: BackendList, ids: readonly string[]): BackendList {
  const place = new Map(ids.map((id, index) => [id, index]));
  const at = (id: string) => place.get(id) ?? ids.length;
  return { ...list, backends: list.backends.toSorted((a, b) => at(a.id) - at(b.id)) };
}

export function withState(
  list: BackendList,
  id: string,
  fields: Partial<BackendState>,
): BackendList {
  const backends = list.backends.map((one) =>
    one.id === id ? { ...one, state: { ...one.state, ...fields } } : one,
  );
  return { ...list, backends };
}

export function without(list: BackendList, id: string): BackendList {
  return { ...list, backends: list.backends.filter((one) => one.id !== id) };
}
