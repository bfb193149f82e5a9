import { readArguments } from '../../arguments.ts';
import { DONE } from '../../exit-code.ts';
import { savedSet } from './find-set.ts';
import { atDesk, COMMON, print } from './options.ts';

export const REMOVE_USAGE = 'redreg data remove NAME|ID [--library FILE] [--json]';

/** Takes a data set out of the library. Its files and the runs made on it stay. */
export async function removeWords(words: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments({ name: 'data remove', usage: REMOVE_USAGE }, words, COMMON, {
    least: 1,
    most: 1,
  });
  return atDesk(values.library, 'write', async ({ client }) => {
    const { id, name } = await savedSet(positionals[0] ?? '', client);
    await client.call('data.remove', { id });
    print(
      values.json,
      { removed: id, name },
      () => `Removed "${name}" (${id}) from the library. Its files and the runs made on it stay.`,
    );
    return DONE;
  });
}
