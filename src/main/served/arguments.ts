import { parseArgs } from 'node:util';
import { AppError } from '../../core/errors/app-error.ts';
import { libraryPlace, type LibraryPlace } from '../studio/where.ts';

/** Reads `--port` and `--library`. Throws `served.wrong-use`. */
export function servedArguments(words: readonly string[]): { readonly port: number; readonly library: LibraryPlace } {
  const { port = '0', library } = optionsOf(words);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new AppError('served.wrong-use', { problem: `"${port}" is no port` });
  return { port: Number(port), library: libraryPlace(library) };
}

function optionsOf(words: readonly string[]): { readonly port?: string | undefined; readonly library?: string | undefined } {
  try {
    return parseArgs({ args: [...words], options: { port: { type: 'string' }, library: { type: 'string' } } }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError('served.wrong-use', { problem: error.message.split('. ')[0] ?? error.message }, { cause: error });
  }
}
