import { describe, expect, it } from 'vitest';
import { resnet18 } from '../../../src/core/nn/resnet18.ts';
import { DatasetDefinition } from '../../../src/core/data/definition.ts';
import type { ModalityInfo } from '../../../src/core/data/dataset.ts';
import { assemble } from '../../../src/core/train/assemble.ts';
import { RunConfig } from '../../../src/core/train/config.ts';
import { stepFlops } from '../../../src/core/train/flops.ts';

/** CREMA-D's shapes. Multiply-accumulates a sample (methods.md 4.1): audio 1.785 G, one frame 1.814 G, three 5.441 G. */
const modalities: ModalityInfo[] = [
  { id: 'audio', kind: 'spectrogram', shape: [257, 188, 1] },
  { id: 'video', kind: 'frames', shape: [3, 224, 224, 3] },
];
const AUDIO = 1.785e9;
const VIDEO = 5.441e9;
// The stems, by hand: 129 x 94 places x 7 x 7 x 1 x 64; 3 frames x 112 x 112 places x 7 x 7 x 3 x 64.
const AUDIO_STEM = 38_027_136;
const VIDEO_STEM = 354_041_856;

function flopsOf(method: string, links: RunConfig['links'] = {}, batch = 8): number {
  const data = DatasetDefinition.parse({ layout: 'crema-d', name: 'none', root: '.' });
  const config = RunConfig.parse({ method, data, links });
  return stepFlops(assemble(config, { modalities, classes: 6, trainSamples: 100 }), batch);
}

describe('firstMacs', () => {
  it('counts the stem of a spectrogram and of all frames', () => {
    const of = (sample: readonly number[]): number => resnet18({ owner: 'm', sample, width: 64 }).firstMacs;
    expect(of([257, 188, 1])).toBe(AUDIO_STEM);
    expect(of([3, 224, 224, 3])).toBe(VIDEO_STEM);
  });
});

describe('stepFlops', () => {
  /** Within a thousandth: the figures above have four digits. */
  const close = (found: number, expected: number): void => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-3);

  it('joint: one forward, a backward of two products a weight but for the stems’ inputs, two operations each', () => {
    // 2 · 8 · (3 · 7.226 G − 0.392 G) = 340.6 G
    close(flopsOf('joint'), 2 * 8 * (3 * (AUDIO + VIDEO) - AUDIO_STEM - VIDEO_STEM));
    close(flopsOf('joint'), 340.6e9);
  });

  it('RedReg: the probes are two more forwards', () => {
    // 2 · 8 · (5 · 7.226 G − 0.392 G) = 571.8 G
    close(flopsOf('redreg'), 571.8e9);
    close(flopsOf('redreg') - flopsOf('joint'), 2 * 8 * 2 * (AUDIO + VIDEO));
  });

  it('is proportional to the batch, and links without passes of their own add nothing', () => {
    expect(flopsOf('redreg', {}, 32)).toBe(4 * flopsOf('redreg', {}, 8));
    expect(flopsOf('ogm-ge')).toBe(flopsOf('joint'));
    expect(flopsOf('redreg', { 'orthogonal-projection': 'off' })).toBe(flopsOf('redreg'));
  });

  it('one modality alone: only its encoder counts', () => close(flopsOf('audio-only'), 2 * 8 * (3 * AUDIO - AUDIO_STEM)));
});
