import { RemoteError, type Client } from '../../../../core/contract/client.ts';
import type { DataProblem } from '../../../../core/contract/data.ts';
import type { CacheSize } from '../../../../core/contract/data-cache.ts';
import { brokenSamples } from '../../../../core/data/problem-text.ts';
import { readArguments } from '../../arguments.ts';
import { DONE, FAILED } from '../../exit-code.ts';
import { duration } from '../../progress.ts';
import { sizeJson, sizeText } from './cache-text.ts';
import { findSet, type NamedSet } from './find-set.ts';
import { followJob } from './follow-job.ts';
import { leftOutOf } from './leave-out.ts';
import { atDesk, COMMON, print } from './options.ts';
import { many, problemLines } from './report-text.ts';

export const PREPARE_USAGE =
  'redreg data prepare NAME|ID|FOLDER|dataset.json [--size] [--leave-out-broken] [--library FILE] [--json]';

const OPTIONS = {
  ...COMMON,
  size: { type: 'boolean', default: false },
  'leave-out-broken': { type: 'boolean', default: false },
} as const;

/**
 * Tells how much the prepared features take, and decodes every file into the cache, so that runs start at once. Cancelled, it keeps what is
 * done, and goes on there the next time. Samples that cannot be prepared are all told; with `--leave-out-broken` a set of the library
 * is saved without them.
 */
export async function prepareWords(words: readonly string[]): Promise<number> {
  const { values, positionals, wrong } = readArguments({ name: 'data prepare', usage: PREPARE_USAGE }, words, OPTIONS, {
    least: 1,
    most: 1,
  });
  const mends = values['leave-out-broken'];
  return atDesk(values.library, mends ? 'write' : 'peek', async ({ client }) => {
    const set = await findSet(positionals[0] ?? '', client);
    if (mends && (set.id === null || set.isBuiltIn))
      throw wrong('--leave-out-broken changes a data set of the library; add this one with "redreg data add".');
    const began = performance.now();
    const size = await unlessCancelled(followJob(client, (job) => client.call('data.cache-size', { which: whichOf(set), job })));
    if (size !== null && !values.json) process.stdout.write(`${sizeText(size)}\n`);
    if (size !== null && values.size) return toldSize(set, size, values.json);
    const left = size === null ? null : await unlessCancelled(prepare(client, set, mends));
    const seconds = (performance.now() - began) / 1000;
    const json = {
      ...{ status: left === null ? 'cancelled' : 'prepared', id: set.id, name: set.name, seconds, left_out: left ?? [] },
      cache: size && sizeJson(size),
    };
    print(values.json, json, () => endText(set, left, seconds));
    return left === null ? FAILED : DONE;
  });
}

function toldSize({ id, name }: NamedSet, size: CacheSize, isJson: boolean): number {
  if (isJson) process.stdout.write(`${JSON.stringify({ status: 'told', id, name, cache: sizeJson(size) })}\n`);
  return size.hasRoom ? DONE : FAILED;
}

function endText({ name }: NamedSet, left: readonly string[] | null, seconds: number): string {
  if (left === null) return `Cancelled after ${duration(seconds)}. What is done is kept: the same command goes on there.`;
  const without = left.length > 0 ? ` Left out: ${many(left.length, 'broken sample')}.` : '';
  return `The features of "${name}" are prepared, in ${duration(seconds)}.${without}`;
}

/** Gives the samples that are left out now. Errors: those of preparing, after all faults were written with file and line. */
async function prepare(client: Client, set: NamedSet, mends: boolean): Promise<string[]> {
  const left: string[] = [];
  let definition = set.definition;
  for (;;) {
    const problems = await faultsOf(
      followJob(client, (job) => client.call('data.prepare', { which: whichOf(set), job })),
      (faults) => {
        for (const line of problemLines(faults, String(definition['root']))) process.stderr.write(`${line}\n`);
        return mends;
      },
    );
    if (problems.length === 0) return left;
    left.push(...brokenSamples(problems));
    definition = { ...definition, leaveOut: [...leftOutOf(set.definition), ...left] };
    await client.call('data.save', { id: set.id, definition });
  }
}

/** The faults that `work` ends with, where `mayGoOn` says of them that it may go on; none where it does not end with any. */
async function faultsOf(
  work: Promise<unknown>,
  mayGoOn: (faults: readonly DataProblem[]) => boolean,
): Promise<readonly DataProblem[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'data.samples-at-fault') throw error;
    const { problems } = error.params as { problems: readonly DataProblem[] };
    if (!mayGoOn(problems)) throw error;
    return problems;
  }
}

/** Null where the work ended with `data.cancelled`. */
async function unlessCancelled<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'data.cancelled') return null;
    throw error;
  }
}

const whichOf = ({ id, definition }: NamedSet): { id: string } | { definition: unknown } =>
  id === null ? { definition } : { id };
