import { expect, test } from 'vitest';
import { problemCounts, problemLines, problemSummary } from '../../../src/main/cli/commands/data/report-text.ts';
import { withSettings } from '../../../src/main/cli/commands/data/set-fields.ts';
import type { DataProblem } from '../../../src/core/contract/data.ts';

const definition = { layout: 'x', name: 'n', frames: { count: 3, size: 8 }, validation: { kind: 'share', share: 0.1, seed: 4 } };

test('settings by dotted paths: JSON where it is JSON, else a text; the definition itself stays', () => {
  const before = structuredClone(definition);
  const set = withSettings(definition, ['frames.count=2', 'name=my set', 'classes=["a","b"]', 'sound.rate=8000']);
  expect(set).toEqual({
    ...{ layout: 'x', name: 'my set', frames: { count: 2, size: 8 }, classes: ['a', 'b'], sound: { rate: 8000 } },
    validation: definition.validation,
  });
  expect(definition).toEqual(before);
});

test('another kind starts its object anew, the same one does not; null takes away', () => {
  expect(withSettings(definition, ['validation.kind=list', 'validation.file=v.csv'])['validation']).toEqual({
    ...{ kind: 'list', file: 'v.csv' },
  });
  expect(withSettings(definition, ['validation.kind=share', 'validation.share=0.2'])['validation']).toEqual({
    ...{ kind: 'share', share: 0.2, seed: 4 },
  });
  expect(withSettings(definition, ['frames.count=null'])['frames']).toEqual({ size: 8 });
});

test.each(['frames', '=3', '.count=3', 'frames..count=3'])('%s is no setting', (setting) => {
  expect(() => withSettings(definition, [setting])).toThrow(
    expect.objectContaining({ code: 'data.definition-invalid' }) as Error,
  );
});

test('a field of the prototype is a field like any other', () => {
  const set = withSettings({}, ['__proto__.polluted=1', 'constructor.name=x']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(set)).toEqual(['__proto__', 'constructor']);
});

const problem = (change: Partial<DataProblem>): DataProblem => ({
  ...{ code: 'data.wav-empty', message: 'No sound.', severity: 'error', field: null },
  ...{ file: '/set/AudioWAV/a.wav', list: '/set/train.csv', line: 3, sample: 'a', ...change },
});

test('a problem is a line as compilers write it', () => {
  const problems = [
    problem({}),
    problem({ list: null, line: null, file: '/elsewhere/b.npy' }),
    problem({ list: null, line: null, file: null, field: 'validation', severity: 'warning' }),
  ];
  expect(problemLines(problems, '/set')).toEqual([
    'train.csv:3: error: No sound. [data.wav-empty]',
    '/elsewhere/b.npy: error: No sound. [data.wav-empty]',
    'validation: warning: No sound. [data.wav-empty]',
  ]);
});

test('problems are counted by code, samples once', () => {
  const problems = [
    problem({ code: 'data.missing-wav' }),
    problem({}),
    problem({ sample: 'b' }),
    problem({ severity: 'warning', sample: null, code: 'data.no-validation' }),
  ];
  const codes = [
    { code: 'data.wav-empty', severity: 'error', count: 4 },
    { code: 'data.missing-wav', severity: 'error', count: 1 },
    { code: 'data.no-validation', severity: 'warning', count: 1 },
  ] as const;
  const report = { problems, problemsLeftOut: 2, codes: [...codes] };
  expect(problemCounts(report)).toEqual({ errors: 5, warnings: 1, samples: 2 });
  expect(problemSummary(report).split('\n')).toEqual([
    '5 errors in 2 samples, 1 warning, 2 not listed.',
    '       4  data.wav-empty',
    '       1  data.missing-wav',
    '       1  data.no-validation',
  ]);
});
