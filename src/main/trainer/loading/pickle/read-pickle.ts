import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Parser } from 'pickleparser';
import { AppError } from '../../../../core/errors/app-error.ts';
import { errnoOf } from '../files.ts';
import { FileReader } from './file-reader.ts';
import { constructors, type Pickled } from './numpy-objects.ts';
import { whatItIs } from './what-it-is.ts';

const PROTO = 0x80;

function checkStart(fd: number, file: string): void {
  const start = Buffer.alloc(32);
  const found = start.subarray(0, readSync(fd, start, 0, start.length, 0));
  const [first, protocol = 0] = found;
  if (first !== PROTO)
    throw new AppError('data.pickle-malformed', {
      file,
      reason: whatItIs(found, 'it does not begin as a pickle of protocol 2 or later'),
    });
  if (protocol < 2 || protocol > 5)
    throw new AppError('data.pickle-malformed', { file, reason: `its protocol is ${protocol}, known are 2 to 5` });
}

/** Lets the constructors of numpy arrays through and nothing else. Names are asked for before anything is called. */
const resolverOf = (file: string): { resolve(module: string, name: string): (...parts: Pickled[]) => Pickled } => ({
  resolve(module, name) {
    const found = constructors.get(`${module}.${name}`);
    if (!found) throw new AppError('data.pickle-forbidden', { file, name: `${module}.${name}` });
    return found;
  },
});

function parse(fd: number, file: string): Pickled {
  const parser = new Parser({ nameResolver: resolverOf(file), unpicklingTypeOfDictionary: 'Map' });
  try {
    return parser.read<Pickled>(new FileReader(fd, file, fstatSync(fd).size));
  } catch (cause) {
    // The parser stumbles in many ways over what is no pickle, and its errors are plain ones; so are our PickleFaults.
    if (cause instanceof AppError || errnoOf(cause) !== '') throw cause;
    throw new AppError(
      'data.pickle-malformed',
      { file, reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
}

/**
 * What a pickle of protocol 2 to 5 holds. It is parsed, never executed: a name that is not one of numpy's array constructors is refused
 * before anything is done. The values of large arrays stay in the file (`array-values.ts` reads them), so neither time nor memory grows
 * with them and a file may have any size.
 *
 * Errors: `data.pickle-forbidden`, `data.pickle-malformed`, `data.pickle-truncated`, `data.file-unreadable`.
 */
export function readPickle(file: string): Pickled {
  let fd: number | null = null;
  try {
    fd = openSync(file, 'r');
    checkStart(fd, file);
    return parse(fd, file);
  } catch (cause) {
    if (errnoOf(cause) === '') throw cause;
    throw new AppError('data.file-unreadable', { file, reason: errnoOf(cause) }, { cause });
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
