import { parseArgs } from 'node:util';

/** The value of `--library`. Chromium's own switches stand among the words and are passed over. */
export function libraryOption(words: readonly string[]): string | undefined {
  const { values } = parseArgs({
    args: words.slice(1),
    options: { library: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  return typeof values['library'] === 'string' ? values['library'] : undefined;
}
