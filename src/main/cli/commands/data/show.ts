import type { DataReport } from '../../../../core/contract/data.ts';
import { readArguments } from '../../arguments.ts';
import { DONE, FAILED } from '../../exit-code.ts';
import { findSet, type NamedSet } from './find-set.ts';
import { check, leftOutOf } from './leave-out.ts';
import { atDesk, COMMON, print } from './options.ts';
import { foundText, many, problemCounts, problemSummary, reportJson } from './report-text.ts';

export const SHOW_USAGE = 'redreg data show NAME|ID|FOLDER|dataset.json [--library FILE] [--json]';

/** The data card: what the set is, what it holds by class and split, who speaks where, and what it may be used for. */
export async function showWords(words: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments({ name: 'data show', usage: SHOW_USAGE }, words, COMMON, { least: 1, most: 1 });
  return atDesk(values.library, 'peek', async ({ client }) => {
    const set = await findSet(positionals[0] ?? '', client);
    const { layouts } = await client.call('data.layouts', {});
    const layout = layouts.find(({ id }) => id === set.definition['layout']);
    const report = await check(client, set.definition);
    const card = { set, layout, report };
    print(values.json, jsonOf(card), () => textOf(card));
    return report.found === null ? FAILED : DONE;
  });
}

interface DataCard {
  readonly set: NamedSet;
  readonly layout: { readonly label: string; readonly about: About } | undefined;
  readonly report: DataReport;
}

interface About {
  readonly summary: string;
  readonly licence: { readonly name: string; readonly url: string } | null;
  readonly citation: string | null;
}

const jsonOf = ({ set, layout, report }: DataCard): Record<string, unknown> => ({
  ...{ id: set.id, name: set.name, layout: set.definition['layout'], root: set.definition['root'] },
  ...(set.isBuiltIn ? {} : { licence: layout?.about.licence ?? null, citation: layout?.about.citation ?? null }),
  ...{ left_out: leftOutOf(set.definition), definition: set.definition },
  ...reportJson(report),
});

function textOf({ set, layout, report }: DataCard): string {
  const { errors, warnings } = problemCounts(report);
  const left = leftOutOf(set.definition);
  return [
    `${set.name}${set.id === null ? '' : `  ${set.id}`}`,
    String(set.definition['root']),
    ...(layout === undefined ? [] : [layout.label, layout.about.summary]),
    '',
    ...(report.found === null ? ['Nothing of it can be used.'] : [foundText(report.found)]),
    `left out: ${left.length === 0 ? 'none' : many(left.length, 'sample')}`,
    ...(errors + warnings > 0
      ? ['', problemSummary(report), `Each with file and line: redreg data check ${set.id ?? String(set.definition['root'])}`]
      : []),
    ...(set.isBuiltIn ? SAMPLE_SET : aboutLines(layout?.about)),
  ].join('\n');
}

/** It is in the layout of another set and has its own sources. */
const SAMPLE_SET = ['', 'sources and licences: resources/av-digits.LICENSE.md'];

function aboutLines(about: About | undefined): string[] {
  if (about === undefined) return [];
  return [
    ...(about.licence === null ? [] : ['', `licence: ${about.licence.name}, ${about.licence.url}`]),
    ...(about.citation === null ? [] : [`cite: ${about.citation}`]),
  ];
}
