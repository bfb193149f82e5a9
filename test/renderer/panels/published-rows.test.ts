import { expect, it } from 'vitest';
import type { RunDetail } from '../../../src/core/contract/runs.ts';
import { CREMA_D_CLASSES } from '../../../src/core/data/classes.ts';
import type { SplitFigures } from '../../../src/renderer/panels/accuracy/figures.ts';
import {
  modalitiesOf,
  publishedCsv,
  quotedOf,
  scoresOf,
  scoreText,
  setOfRun,
} from '../../../src/renderer/panels/compare/published-rows.ts';

const run = (classes: readonly string[] | null, data: unknown = { layout: 'crema-d', name: 'mine', root: '/data' }): RunDetail =>
  ({
    id: 'r1',
    name: 'mine, joint',
    config: { data },
    environment: classes === null ? null : { classes },
  }) as unknown as RunDetail;
const figures = {
  metrics: { accuracy: 0.7012, macroF1: 0.695, map: NaN, modalityAccuracy: { audio: 0.61, video: null } },
} as unknown as SplitFigures;

it('a run is of a published data set by the classes that its trainer found', () => {
  expect(setOfRun(run(CREMA_D_CLASSES))).toBe('crema-d');
  expect(setOfRun(run(['0', '1', '2']))).toBeNull();
  expect(setOfRun(run(null))).toBeNull();
  expect(setOfRun(run(CREMA_D_CLASSES, { layout: 'of yesterday' }))).toBeNull();
  expect(setOfRun(run(CREMA_D_CLASSES, undefined))).toBe('crema-d');
  expect(setOfRun({ ...run(CREMA_D_CLASSES), config: null })).toBeNull();
});

it('figures are in percent, and what is no number is blank', () => {
  expect(scoresOf(figures)).toEqual({ accuracy: 70.12, f1: 69.5, map: null, modalities: { audio: 61, video: null } });
  expect(scoresOf(undefined)).toEqual({ accuracy: null, f1: null, map: null, modalities: {} });
  expect([scoreText(70.12, false), scoreText(70.12, true), scoreText(null, true)]).toEqual(['70.1 %', '70.12 %', '–']);
  expect(modalitiesOf([{ modalities: { audio: 1 } }, { modalities: { video: 2, audio: 3 } }])).toEqual(['audio', 'video']);
});

it('every quoted line of a saved table says so and where it is from', () => {
  const quoted = quotedOf('crema-d').filter(({ row, table }) => row.method === 'InfoReg' && table.id === 'crema-d-inforeg-2');
  const lines = publishedCsv([{ run: run(CREMA_D_CLASSES), scores: scoresOf(figures) }], quoted, 'last')
    .trimEnd()
    .split('\r\n');
  expect(lines).toEqual([
    'kind,source,name,run,accuracy_percent,f1_percent,f1_is,map_percent,audio_accuracy_percent,video_accuracy_percent',
    'measured,"test split, last epoch","mine, joint",r1,70.12,69.5,macro,,61,',
    'quoted,"quoted from InfoReg paper (CVPR 2025), Table 2",InfoReg,,71.9,,,,60.03,49.65',
  ]);
});
