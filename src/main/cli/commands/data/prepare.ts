import { RemoteError } from '../../../../core/contract/client.ts';
import { readArguments } from '../../arguments.ts';
import { DONE, FAILED } from '../../exit-code.ts';
import { duration } from '../../progress.ts';
import { findSet, type NamedSet } from './find-set.ts';
import { followJob } from './follow-job.ts';
import { atDesk, COMMON, print } from './options.ts';

export const PREPARE_USAGE = 'redreg data prepare NAME|ID|FOLDER|dataset.json [--library FILE] [--json]';

/** Decodes every file into the cache, so that runs start at once. Cancelled, it keeps what is done, and goes on there the next time. */
export async function prepareWords(words: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments({ name: 'data prepare', usage: PREPARE_USAGE }, words, COMMON, {
    least: 1,
    most: 1,
  });
  return atDesk(values.library, 'peek', async ({ client }) => {
    const set = await findSet(positionals[0] ?? '', client);
    const began = performance.now();
    const isWhole = await unlessCancelled(followJob(client, (job) => client.call('data.prepare', { which: whichOf(set), job })));
    const seconds = (performance.now() - began) / 1000;
    const json = { status: isWhole ? 'prepared' : 'cancelled', id: set.id, name: set.name, seconds };
    print(values.json, json, () =>
      isWhole
        ? `The features of "${set.name}" are prepared, in ${duration(seconds)}.`
        : `Cancelled after ${duration(seconds)}. What is done is kept: the same command goes on there.`,
    );
    return isWhole ? DONE : FAILED;
  });
}

/** False where the work ended with `data.cancelled`. */
async function unlessCancelled(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'data.cancelled') return false;
    throw error;
  }
}

const whichOf = ({ id, definition }: NamedSet): { id: string } | { definition: unknown } =>
  id === null ? { definition } : { id };
