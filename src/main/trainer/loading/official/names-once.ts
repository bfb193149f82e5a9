import { folderNames } from '../files.ts';

/** Names in a folder, each folder read once; none where there is no such folder. */
export function namesOnce(): (folder: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (folder) => {
    const names = known.get(folder) ?? new Set(folderNames(folder));
    known.set(folder, names);
    return names;
  };
}
