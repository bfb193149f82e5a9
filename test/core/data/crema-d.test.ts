import { describe, expect, test } from 'vitest';
import { cremaD, CremaDDefinition, cremaDSamples, guessSpeakerField } from '../../../src/core/data/crema-d.ts';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import type { ListEntry } from '../../../src/core/data/list.ts';
import { presetDefinition } from '../../../src/core/data/preset.ts';
import { thrownBy } from '../../support/small-set.ts';

const definition = CremaDDefinition.parse({ layout: 'crema-d', name: 'x', root: '/x' });
const entries = (...rows: [string, string][]): ListEntry[] =>
  rows.map(([stem, label], i) => ({ stem, label, list: 'train.csv', line: i + 1 }));

describe('the CREMA-D layout', () => {
  test('the defaults are the official loader (methods.md 5.1): 257 x 188 and three frames of 224', () => {
    expect(cremaD.modalities(definition)).toEqual([
      { id: 'audio', kind: 'spectrogram', shape: [257, 188, 1] },
      { id: 'video', kind: 'frames', shape: [3, 224, 224, 3] },
    ]);
    expect(definition.frames.augment).toEqual({ scale: [0.08, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0.5 });
  });

  test("the paper's spectrogram: window 512, overlap 353 at 16 kHz give 257 x 299 for 3 s and 257 x 1004 for 10 s", () => {
    const paper = (seconds: number): readonly number[] | undefined =>
      cremaD.modalities(
        CremaDDefinition.parse({ ...definition, spectrogram: { variant: 'scipy', rate: 16_000, hop: 512 - 353, seconds } }),
      )[0].shape;
    expect(paper(3)).toEqual([257, 299, 1]);
    expect(paper(10)).toEqual([257, 1004, 1]);
  });

  test('a stem without the speaker part is told with its line', async () => {
    const lists = { train: entries(['1001_a', 'ANG'], ['1002', 'HAP']), test: entries(['1003_b', 'ANG']), validation: null };
    const bySpeaker = { ...definition, speakerField: 1, validation: { kind: 'speaker', speakers: ['a'], seed: 0 } } as const;
    const thrown = await thrownBy(() =>
      cremaDSamples({ ...bySpeaker, validation: { ...bySpeaker.validation, speakers: ['a'] } }, lists),
    );
    expect(thrown).toMatchObject({
      code: 'data.speaker-missing',
      params: { list: 'train.csv', line: 2, stem: '1002', field: 1 },
    });
  });

  test('the speaker part is the first that does not settle the label', () => {
    expect(guessSpeakerField(entries(['1001_DFA_ANG_XX', 'ANG'], ['1001_DFA_HAP_XX', 'HAP']))).toBe(0);
    expect(guessSpeakerField(entries(['0_theo_1', '0'], ['1_theo_1', '1']))).toBe(1);
    expect(guessSpeakerField(entries(['x', 'A'], ['y', 'B']))).toBe(0);
  });

  test.each([
    [{ spectrogram: { window: 500 } }, 'spectrogram.window'],
    [{ spectrogram: { seconds: 0.01 } }, 'spectrogram.seconds'],
    [{ validation: { kind: 'speaker' } }, 'validation'],
    [{ classes: ['a', 'a'] }, 'classes'],
    [{ frames: { augment: { scale: [0.5, 2] } } }, 'frames.augment.scale'],
    [{ unknown: 1 }, ''],
  ])('the definition %j is refused at %s', (part, path) => {
    const parsed = DatasetDefinition.safeParse({ layout: 'crema-d', name: 'x', root: '/x', ...part });
    expect(parsed.error?.issues[0]?.path.join('.')).toBe(path);
  });
});

describe('presetDefinition', () => {
  test('official leaves the definition alone, quick makes small features and keeps the rest', () => {
    expect(presetDefinition(definition, 'official')).toBe(definition);
    const quick = CremaDDefinition.parse(presetDefinition(definition, 'quick'));
    expect(cremaD.modalities(quick).map(({ shape }) => shape)).toEqual([
      [129, 63, 1],
      [2, 32, 32, 3],
    ]);
    expect(presetDefinition(definition, 'quick')).toEqual(quick);
    expect([quick.root, quick.frames.folder, quick.validation]).toEqual([
      definition.root,
      definition.frames.folder,
      definition.validation,
    ]);
  });
});
