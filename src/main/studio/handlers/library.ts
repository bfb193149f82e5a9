import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../../core/errors/app-error.ts';
import { listBackups, newBackupName } from '../copies/backups.ts';
import { fileSize, folderSize } from '../copies/folder-size.ts';
import { checkedCopy, putInPlace, removeCopy } from '../copies/restore.ts';
import { checkTarget } from '../copies/target.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { checkpointsFolder } from '../where.ts';

/** The library as a file: its size, its copies, and putting one of them in its place. */
export function libraryHandlers(context: StudioContext): HandlersOf<'library'> {
  const { place, cacheFolder, queue, emit } = context;
  const { file } = place;
  return {
    'library.status': async () => {
      const [bytes, log, checkpointBytes, cacheBytes, backups] = await Promise.all([
        fileSize(file),
        fileSize(`${file}-wal`),
        folderSize(checkpointsFolder(file, '')),
        folderSize(cacheFolder),
        listBackups(file),
      ]);
      return { file, bytes: bytes + log, checkpointBytes, cacheFolder, cacheBytes, backups };
    },

    'library.backup': async ({ file: wanted }) => {
      const library = context.reading();
      if (library === null) throw new AppError('library.none', { file });
      if (wanted !== null) checkTarget(wanted, file);
      const target = wanted ?? newBackupName(file);
      await library.backupAside(target);
      return { file: target, bytes: statSync(target).size };
    },

    'library.restore': async ({ file: backup }) => {
      if (queue.hasRunning()) throw new AppError('library.training', { file });
      const copy = checkedCopy(backup, file);
      try {
        const kept = existsSync(file) ? newBackupName(file, 'before-restore') : null;
        await context.replacing(() => putInPlace(copy, file, kept ?? newBackupName(file, 'before-restore')));
        for (const changed of ['app.changed', 'queue.changed', 'data.changed'] as const) emit(changed, {});
        return { kept };
      } finally {
        removeCopy(copy);
      }
    },
  };
}
