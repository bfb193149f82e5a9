import { dirname } from 'node:path';
import { runServed } from '../../served/run-served.ts';
import { libraryPlace } from '../../studio/where.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { trainerEntry } from '../trainer-entry.ts';

/** The studio as a page on this machine, for one browser at a time to sign in by a link. */
export const serve: Command = {
  name: 'serve',
  usage: 'redreg serve [--port N] [--library FILE]',
  summary: 'Serves the studio as a page on this machine alone and prints its link; Ctrl-C saves what is trained and ends it.',
  async run(words) {
    const options = { port: { type: 'string', default: '0' }, library: { type: 'string' } } as const;
    const { values, wrong } = readArguments(serve, words, options);
    const port = wholeNumber(values.port, 'port', { least: 0, most: 65_535 }, wrong);
    return runServed({ mainFolder: dirname(trainerEntry()), port, library: libraryPlace(values.library) });
  },
};
