/** Where something is saved unless the person names another place. */
import { useState } from 'react';
import { useAnswer } from './asking.ts';

/** A file of that name in the user's folder for what is saved; and how to name another place. */
export function useSuggestedPlace(name: string): [string, (place: string) => void] {
  const [named, setNamed] = useState<string | undefined>(undefined);
  const { output: about } = useAnswer('about.show', {});
  const suggested = about === undefined ? '' : inFolder(about.saveFolder, name);
  return [named ?? suggested, setNamed];
}

/** As the folder's system writes it. */
const inFolder = (folder: string, name: string): string =>
  `${folder}${folder.includes('\\') ? '\\' : '/'}${name}`;
