import { NO_REDREG, pipelineWarning, tablesOfSet } from '../../../core/published/index.ts';
import {
  isPublishedSet,
  PUBLISHED_SETS,
  quotedFrom,
  type PublishedSetId,
  type PublishedTable,
} from '../../../core/published/published.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE } from '../exit-code.ts';
import { table as columns } from '../table.ts';
import { wrapped } from '../wrap.ts';

const ids = Object.keys(PUBLISHED_SETS) as PublishedSetId[];

/** What papers report, with the table that each number stands in. Nothing of it was measured here. */
export const published: Command = {
  name: 'published',
  usage: 'redreg published [DATA-SET] [--json]',
  summary: `Published results, quoted with their source. Data sets: ${ids.join(', ')}.`,
  run(words) {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals, wrong } = readArguments(published, words, options, { least: 0, most: 1 });
    const [asked] = positionals;
    if (asked !== undefined && !isPublishedSet(asked))
      throw wrong(`No published results of "${asked}" are known; there are some of ${ids.join(', ')}.`);
    const sets = asked === undefined ? ids : [asked];
    const text = values.json ? JSON.stringify(sets.flatMap(asData)) : sets.map(whole).join('\n\n');
    process.stdout.write(`${text}\n`);
    return Promise.resolve(DONE);
  },
};

/** Every table as data, each with the words that mark it as quoted. */
const asData = (set: PublishedSetId) =>
  tablesOfSet(set).map((table) => ({ ...table, quoted: quotedFrom(table), warning: pipelineWarning(set) }));

const whole = (set: PublishedSetId): string =>
  [PUBLISHED_SETS[set], wrapped(`${pipelineWarning(set)} ${NO_REDREG}`, 4), ...tablesOfSet(set).map(tableText)].join('\n');

function tableText(one: PublishedTable): string {
  const modalities = [...new Set(one.rows.flatMap((row) => Object.keys(row.modalities)))];
  const [hasF1, hasMap] = [one.rows.some(({ f1 }) => f1 !== null), one.rows.some(({ map }) => map !== null)];
  const head = [
    ...['method', 'accuracy', ...modalities],
    ...(hasF1 ? [one.f1 === 'macro' ? 'macro F1' : 'F1'] : []),
    ...(hasMap ? ['mAP'] : []),
  ];
  const rows = one.rows.map(({ method, accuracy, modalities: own, f1, map }) => [
    ...[method, score(accuracy), ...modalities.map((name) => score(own[name]))],
    ...(hasF1 ? [score(f1)] : []),
    ...(hasMap ? [score(map)] : []),
  ]);
  const notes = one.rows.flatMap(({ method, note }) => (note === null ? [] : [wrapped(`${method}: ${note}`, 4)]));
  return [
    `\n${quotedFrom(one)}`,
    wrapped(`${one.about}${one.f1 === 'as that paper defines it' ? ' F1 as that paper defines it.' : ''}`, 4),
    ...columns(head, rows)
      .split('\n')
      .map((line) => `    ${line}`),
    ...notes,
  ].join('\n');
}

/** As printed, in percent; n/a where the table is blank. */
const score = (percent: number | null | undefined): string => (percent == null ? 'n/a' : String(percent));
