import { resolve } from 'node:path';
import type { Client } from '../../../../core/contract/client.ts';
import type { DataProblem, DataReport } from '../../../../core/contract/data.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { readArguments } from '../../arguments.ts';
import { DONE, FAILED } from '../../exit-code.ts';
import type { NamedSet } from './find-set.ts';
import { check, withoutBroken, type WithoutBroken } from './leave-out.ts';
import { atDesk, COMMON, print } from './options.ts';
import { foundLine, many, problemCounts, problemLines, problemSummary, reportJson } from './report-text.ts';
import { withSettings } from './set-fields.ts';

export const ADD_USAGE =
  'redreg data add FOLDER|dataset.json [--name NAME] [--layout LAYOUT] [--set key=value ...] [--leave-out-broken] [--library FILE] [--json]';

const OPTIONS = {
  ...COMMON,
  name: { type: 'string' },
  layout: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  'leave-out-broken': { type: 'boolean', default: false },
} as const;

interface Wanted {
  readonly folder: string;
  readonly name: string | undefined;
  readonly layout: string | null;
  readonly settings: readonly string[];
}

/** Finds out what lies in a folder, checks all of it, and keeps its definition in the library. The exit code says whether it is whole. */
export async function addWords(words: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments({ name: 'data add', usage: ADD_USAGE }, words, OPTIONS, { least: 1, most: 1 });
  const wanted = {
    ...{ folder: resolve(positionals[0] ?? ''), name: values.name, layout: values.layout ?? null },
    settings: values.set,
  };
  return atDesk(values.library, 'write', async ({ client }) => {
    const { definition: guessed, problems } = await guess(client, wanted);
    const isGuessAll = wanted.layout === null && wanted.settings.length === 0;
    if (isGuessAll && problems.length > 0) throw refusal(guessed, problems);
    const { definition, report, left } = values['leave-out-broken']
      ? await withoutBroken(client, guessed)
      : { definition: guessed, report: await check(client, guessed), left: [] };
    if (report.found === null) throw refusal(guessed, [...problems, ...report.problems]);
    const { id, name, layout } = await client.call('data.save', { id: null, definition });
    const { errors } = problemCounts(report);
    const json = { id, name, layout, root: definition['root'], left_out: left, ...reportJson(report) };
    print(values.json, json, () => text({ id, name, layout }, { definition, report, left }));
    return errors === 0 ? DONE : FAILED;
  });
}

/** The definition as it was asked for. Errors: `data.name-taken`, `data.definition-invalid`. */
async function guess(
  client: Client,
  { folder, name, layout, settings }: Wanted,
): Promise<Pick<NamedSet, 'definition' | 'problems'>> {
  const { definition: found, problems } = await client.call('data.detect', { folder, layout });
  const named = { ...(found as NamedSet['definition']), ...(name === undefined ? {} : { name }) };
  const definition = withSettings(named, settings);
  const { sets } = await client.call('data.list', {});
  const taken = sets.find((set) => set.name === definition['name']);
  if (taken !== undefined) throw new AppError('data.name-taken', { name: taken.name, id: taken.id });
  return { definition, problems };
}

/** What is wrong is written before the refusal, with file and line. */
function refusal(definition: NamedSet['definition'], problems: readonly DataProblem[]): AppError {
  const root = String(definition['root']);
  for (const line of problemLines(problems, root)) process.stderr.write(`${line}\n`);
  return new AppError('data.not-added', { root, problems });
}

function text(
  { id, name, layout }: { readonly id: string; readonly name: string; readonly layout: string },
  { definition, report, left }: WithoutBroken,
): string {
  const { errors } = problemCounts(report);
  return [
    `Added "${name}" (${id}), ${layout}: ${foundOf(report)}.`,
    ...(left.length > 0
      ? [`Left out: ${many(left.length, 'broken sample')}. Mended ones are taken back in the studio, or with --set leaveOut=[].`]
      : []),
    ...problemLines(report.problems, String(definition['root'])),
    ...(report.problems.length > 0 ? [problemSummary(report)] : []),
    ...(errors > 0
      ? [`It cannot be trained on before they are mended, or left out: redreg data check ${id} --leave-out-broken`]
      : []),
  ].join('\n');
}

const foundOf = ({ found }: DataReport): string => (found === null ? 'nothing' : foundLine(found));
