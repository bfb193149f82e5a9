import { describe, expect, test } from 'vitest';
import { parseList } from '../../../src/core/data/list.ts';
import { thrownBy } from '../../support/small-set.ts';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseList', () => {
  test('reads stems and labels with their lines; mark, CRLF, blank lines, quotes and further columns are no matter', () => {
    const text = '\ufeff1001_DFA_ANG_XX,ANG\r\n\r\n 1002_DFA_HAP_XX , HAP \r\n"1003_DFA_SAD_XX","SAD",x';
    expect(parseList('train.csv', encoded(text))).toEqual([
      { stem: '1001_DFA_ANG_XX', label: 'ANG', list: 'train.csv', line: 1 },
      { stem: '1002_DFA_HAP_XX', label: 'HAP', list: 'train.csv', line: 3 },
      { stem: '1003_DFA_SAD_XX', label: 'SAD', list: 'train.csv', line: 4 },
    ]);
  });

  test('an empty list, and one of blank lines, names the file', async () => {
    for (const text of ['', '\ufeff', '\r\n \n']) {
      expect(await thrownBy(() => parseList('t.csv', encoded(text)))).toMatchObject({
        code: 'data.list-empty',
        params: { file: 't.csv' },
      });
    }
  });

  test('a duplicate names both lines', async () => {
    const thrown = await thrownBy(() => parseList('t.csv', encoded('x,A\ny,A\n\nx,B\n')));
    expect(thrown).toMatchObject({ code: 'data.duplicate-stem', params: { file: 't.csv', line: 4, firstLine: 1, stem: 'x' } });
  });

  test.each([['x'], ['x,'], [',A'], ['../x,A'], ['a/b,A'], ['..,A'], ['a\\b,A']])(
    'the line %j is refused with its number',
    async (line) => {
      const thrown = await thrownBy(() => parseList('t.csv', encoded(`ok,A\n${line}\n`)));
      expect(thrown).toMatchObject({ code: 'data.list-bad-line', params: { file: 't.csv', line: 2, text: line } });
    },
  );

  test('bytes that are no UTF-8 are told by line, offset and value', async () => {
    // "caf\xe9" in Latin-1: the byte 0xe9 is the 8th (offset 7), in line 2.
    const latin = Uint8Array.from([...encoded('x,A\n'), 0x63, 0x61, 0x66, 0xe9, 0x2c, 0x41]);
    const thrown = await thrownBy(() => parseList('t.csv', latin));
    expect(thrown).toMatchObject({ code: 'data.list-not-utf8', params: { file: 't.csv', line: 2, offset: 7, byte: 0xe9 } });
  });
});
