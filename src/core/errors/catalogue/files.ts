export const files = {
  'files.no-dialog': (_: Readonly<Record<string, never>>) =>
    'This page has no dialog of the system to choose a file or folder with. Choose from the list of folders, or type the path.',

  'files.bad-path': (p: { path: string; reason: string }) =>
    `${JSON.stringify(p.path.slice(0, 200))} is no path that can be used: ${p.reason}. Expected a whole path, as in /home/me/data.`,

  'files.no-folder': (p: { folder: string }) => `The folder ${p.folder} does not exist or is not a folder. Check the path.`,

  'files.unreadable': (p: { folder: string; reason: string }) =>
    `The folder ${p.folder} cannot be read: ${p.reason}. Choose another one, or ask for the right to read it.`,
} as const;
