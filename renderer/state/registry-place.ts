/** The registry that was named last: whoever sends a second restore point there, or looks for one, need not name it again. */
import { create } from 'zustand';
import type { Input } from '../../shared/contract.ts';
import { placeAndReference } from '../../shared/place-and-reference.ts';

/** As it is typed. */
export interface RegistryPlace {
  readonly repository: string;
  readonly user: string;
  readonly authorities: string;
  readonly plainHttp: boolean;
}

/** For as long as the window is open. No password is part of it. */
export const useRegistryPlace = create<RegistryPlace>()(() => ({
  repository: '',
  user: '',
  authorities: '',
  plainHttp: false,
}));

/** What stands behind the repository, a tag for instance, is not part of it. */
export function registryInput({
  repository,
  user,
  authorities,
  plainHttp,
}: RegistryPlace): Input<'registry.list'> {
  const [place] = placeAndReference(repository.trim());
  return {
    repository: place,
    plainHttp,
    ...(user !== '' && { user }),
    ...(authorities !== '' && { authorities }),
  };
}
