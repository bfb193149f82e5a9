import { describe, expect, test } from 'vitest';
import { csvRows } from '../../../../src/core/data/lists/csv-rows.ts';
import { parseVggSoundCsv } from '../../../../src/core/data/lists/vggsound-csv.ts';
import type { AppError } from '../../../../src/core/errors/app-error.ts';
import { thrownBy } from '../../../support/small-set.ts';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

test('CSV: quotes, commas and line breaks within them, doubled quotes, blank lines', () => {
  expect(csvRows('a, b ,"c, d"\r\n\r\n"say ""hi""","two\nlines",\n e,""')).toEqual([
    { line: 1, fields: ['a', 'b', 'c, d'] },
    { line: 3, fields: ['say "hi"', 'two\nlines', ''] },
    { line: 5, fields: ['e', ''] },
  ]);
  expect(csvRows('')).toEqual([]);
  // Python's csv.reader gives the same for a quote that is never closed.
  expect(csvRows('a,b\nc,"d\ne,f')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['c', 'd\ne,f'] },
  ]);
});

describe('vggsound.csv', () => {
  test('labels with commas; the name of a clip is id and start', () => {
    const text =
      '---g-f_I2yQ,1,people marching,test\n--0PQM4-hqg,30,"engine accelerating, revving, vrooming",train\nabc,5,x,val\n';
    const { train, test: held } = parseVggSoundCsv('vggsound.csv', encoded(text));
    expect(train).toEqual([
      { stem: '--0PQM4-hqg_30', label: 'engine accelerating, revving, vrooming', list: 'vggsound.csv', line: 2 },
      { stem: 'abc_5', label: 'x', list: 'vggsound.csv', line: 3 },
    ]);
    expect(held.map(({ stem, label }) => [stem, label])).toEqual([['---g-f_I2yQ_1', 'people marching']]);
  });

  test('a line of column names is passed over', () => {
    const { train } = parseVggSoundCsv('v.csv', encoded('id,start,label,split\na,1,x,train\nb,1,x,test\n'));
    expect(train.map(({ line }) => line)).toEqual([2]);
  });

  test('rows at fault are told with their line', () => {
    const told: AppError[] = [];
    const text = 'a,1,x,train\nb,one,x,train\nc,1,x,held\nd,1,,train\ne,1\na,1,y,train\nf,1,x,test\n';
    parseVggSoundCsv('v.csv', encoded(text), (problem) => told.push(problem));
    expect(told.map(({ code, params }) => [code, (params as { line: number }).line])).toEqual([
      ['data.list-bad-row', 2],
      ['data.list-bad-row', 3],
      ['data.list-bad-row', 4],
      ['data.list-bad-row', 5],
      ['data.duplicate-stem', 6],
    ]);
  });

  test('a file without test rows is refused', async () => {
    expect(await thrownBy(() => parseVggSoundCsv('v.csv', encoded('a,1,x,train\n')))).toMatchObject({
      code: 'data.list-without-split',
      params: { file: 'v.csv', split: 'test' },
    });
  });
});
