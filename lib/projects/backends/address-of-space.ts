import type { BackendAddress } from "#lib/backends/saved-backend.ts";

/** An address with which Space it is that a person has just confirmed there, as far as that was told. */
export function addressOfSpace<Address extends BackendAddress>(
  address: Address,
  { hubId }: { readonly hubId: string | null },
): Address {
  return address.kind === "space" && hubId !== null ? { ...address, hubId } : address;
}
