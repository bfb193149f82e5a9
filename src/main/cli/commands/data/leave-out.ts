import type { Client } from '../../../../core/contract/client.ts';
import type { DataReport } from '../../../../core/contract/data.ts';
import { brokenSamples } from '../../../../core/data/problem-text.ts';
import { followJob } from './follow-job.ts';
import type { NamedSet } from './find-set.ts';

type Definition = NamedSet['definition'];

/** Looks at lists and headers, with progress. Errors: `data.cancelled`, `data.reader-died`. */
export const check = (client: Client, definition: Definition): Promise<DataReport> =>
  followJob(client, (job) => client.call('data.check', { which: { definition }, job }));

export interface WithoutBroken {
  readonly definition: Definition;
  /** Of the definition as it is now. */
  readonly report: DataReport;
  /** The samples that are left out now and were not before. */
  readonly left: readonly string[];
}

/** The definition without its broken samples. A report lists so many problems; it is asked again until none is of a sample. */
export async function withoutBroken(client: Client, before: Definition): Promise<WithoutBroken> {
  const old = leftOutOf(before);
  const left: string[] = [];
  for (;;) {
    const definition = left.length === 0 ? before : { ...before, leaveOut: [...old, ...left] };
    const report = await check(client, definition);
    const known = new Set([...old, ...left]);
    const broken = brokenSamples(report.problems).filter((sample) => !known.has(sample));
    if (broken.length === 0) return { definition, report, left };
    left.push(...broken);
  }
}

export const leftOutOf = (definition: Definition): readonly string[] =>
  Array.isArray(definition['leaveOut']) ? (definition['leaveOut'] as string[]) : [];
