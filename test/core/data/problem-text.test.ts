import { expect, test } from 'vitest';
import type { DataProblem } from '../../../src/core/contract/data.ts';
import { brokenSamples, errorsByField, hasWords, placeOf, problemsText, relative } from '../../../src/core/data/problem-text.ts';
import { freeName } from '../../../src/renderer/data/actions.ts';

const problem = (change: Partial<DataProblem>): DataProblem => ({
  ...{ code: 'data.wav-empty', message: 'No sound.', severity: 'error', field: null },
  ...{ file: '/set/AudioWAV/a.wav', list: '/set/train.csv', line: 3, sample: 'a' },
  ...change,
});

test('a place is the line of the list, without the folder of the set', () => {
  expect(placeOf(problem({}), '/set/')).toBe('train.csv, line 3');
  expect(placeOf(problem({ list: null, line: null }), '/set')).toBe('AudioWAV/a.wav');
  expect(placeOf(problem({ file: null, list: null, line: null }), '/set')).toBe('');
  expect([relative('/settle/x', '/set'), relative('C:\\set\\x.csv', 'C:\\set')]).toEqual(['/settle/x', 'x.csv']);
});

test('problems are found by all words, and copied as lines', () => {
  expect([hasWords(problem({}), 'WAV sound'), hasWords(problem({}), 'wav frames'), hasWords(problem({}), '')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(problemsText([problem({}), problem({ severity: 'warning', list: null, file: null, line: null })], '/set')).toBe(
    'error\ttrain.csv, line 3\tNo sound.\tdata.wav-empty\nwarning\t\tNo sound.\tdata.wav-empty',
  );
});

test('broken samples are those of errors, each once; a field shows its first error', () => {
  const problems = [
    problem({ severity: 'warning', sample: 'w', field: 'name', message: 'Later.' }),
    problem({ field: 'name', message: 'First.' }),
    problem({ field: 'name', message: 'Second.' }),
    problem({ sample: null }),
  ];
  expect(brokenSamples(problems)).toEqual(['a']);
  expect([...errorsByField(problems)]).toEqual([['name', 'First.']]);
});

test('a copy gets the first name that is free', () => {
  expect(freeName('x copy', new Set())).toBe('x copy');
  expect(freeName('x copy', new Set(['x copy', 'x copy 2']))).toBe('x copy 3');
});
