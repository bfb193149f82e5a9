import { AppError } from '../../../src/core/errors/app-error.ts';
import { lockLibrary } from '../../../src/main/studio/library-lock.ts';

/** Takes the lock of the library that the first argument names, says how that went, and keeps it until it is ended. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name a library');

process.on('SIGTERM', () => process.exit(0));
try {
  await lockLibrary(file);
  console.log('held');
} catch (error) {
  if (!(error instanceof AppError) || error.code !== 'store.locked') throw error;
  console.log('locked');
}
setInterval(() => undefined, 1000);
