import { readArguments } from '../../arguments.ts';
import type { Command } from '../../command.ts';
import { ADD_USAGE, addWords } from './add.ts';
import { CHECK_USAGE, checkWords } from './check.ts';
import { LIST_USAGE, listWords } from './list.ts';
import { PREPARE_USAGE, prepareWords } from './prepare.ts';
import { REMOVE_USAGE, removeWords } from './remove.ts';
import { SHOW_USAGE, showWords } from './show.ts';

const KINDS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = {
  add: addWords,
  list: listWords,
  check: checkWords,
  prepare: prepareWords,
  show: showWords,
  remove: removeWords,
};

/** Data sets without a window: what the studio's page "Data sets" does. */
export const data: Command = {
  name: 'data',
  usage: [ADD_USAGE, LIST_USAGE, CHECK_USAGE, PREPARE_USAGE, SHOW_USAGE, REMOVE_USAGE].join('\n'),
  summary:
    'Adds a folder to the library; lists the data sets; checks lists and files; prepares features; shows a data card; removes a set.',
  run(words) {
    const [kind = '', ...rest] = words;
    const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (known) return known(rest);
    const { wrong } = readArguments(data, [], {});
    const kinds = Object.keys(KINDS).join(', ');
    return Promise.reject(wrong(kind === '' ? `What to do is missing: ${kinds}.` : `"${kind}" is none of ${kinds}.`));
  },
};
