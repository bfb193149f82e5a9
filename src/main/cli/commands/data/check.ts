import type { Client } from '../../../../core/contract/client.ts';
import { readArguments } from '../../arguments.ts';
import { DONE, FAILED } from '../../exit-code.ts';
import { findSet, type NamedSet } from './find-set.ts';
import { check, withoutBroken, type WithoutBroken } from './leave-out.ts';
import { atDesk, COMMON, print } from './options.ts';
import { foundLine, many, problemCounts, problemLines, problemSummary, reportJson } from './report-text.ts';

export const CHECK_USAGE = 'redreg data check NAME|ID|FOLDER|dataset.json [--leave-out-broken] [--library FILE] [--json]';

const OPTIONS = { ...COMMON, 'leave-out-broken': { type: 'boolean', default: false } } as const;

/**
 * Looks at all lists and the head of every file, and tells all that is wrong. With `--leave-out-broken` a set of the library is saved
 * without its broken samples. The exit code is 1 where an error remains.
 */
export async function checkWords(words: readonly string[]): Promise<number> {
  const { values, positionals, wrong } = readArguments({ name: 'data check', usage: CHECK_USAGE }, words, OPTIONS, {
    least: 1,
    most: 1,
  });
  const mends = values['leave-out-broken'];
  return atDesk(values.library, mends ? 'write' : 'peek', async ({ client }) => {
    const set = await findSet(positionals[0] ?? '', client);
    if (mends && (set.id === null || set.isBuiltIn))
      throw wrong(
        '--leave-out-broken changes a data set of the library; add this one with "redreg data add --leave-out-broken".',
      );
    const checked = await look(client, set, mends);
    if (checked.left.length > 0) await client.call('data.save', { id: set.id, definition: checked.definition });
    const { errors } = problemCounts(checked.report);
    print(values.json, jsonOf(set, checked), () => textOf(set, checked));
    return errors === 0 ? DONE : FAILED;
  });
}

/** What was wrong already with the folder itself stands first. */
async function look(client: Client, { definition, problems }: NamedSet, mends: boolean): Promise<WithoutBroken> {
  if (mends) return withoutBroken(client, definition);
  const report = await check(client, definition);
  const all = report.found === null ? [...problems, ...report.problems] : report.problems;
  return { definition, report: { ...report, problems: all }, left: [] };
}

const jsonOf = ({ id, name, definition }: NamedSet, { report, left }: WithoutBroken): Record<string, unknown> => ({
  status: problemCounts(report).errors === 0 ? 'usable' : 'broken',
  ...{ id, name, layout: definition['layout'], root: definition['root'], left_out: left },
  ...reportJson(report),
});

function textOf({ name, definition }: NamedSet, { report, left }: WithoutBroken): string {
  const root = String(definition['root']);
  return [
    `${name}  ${String(definition['layout'])}  ${root}`,
    ...(report.found === null ? [] : [foundLine(report.found)]),
    ...(left.length > 0 ? [`Left out from now on: ${many(left.length, 'broken sample')}.`] : []),
    ...problemLines(report.problems, root),
    problemSummary(report),
  ].join('\n');
}
