import { conv2d, randomNormal, slice, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { BenchPeak } from '../../../../core/contract/bench.ts';
import type { ModalityInfo } from '../../../../core/data/dataset.ts';

/** Each convolution is tried so often; the best counts. A device that only queues the work gets more of it between two readings. */
const TRIES = 4;
const QUEUED = 20;

/**
 * What the machine can do now: the forward 3x3 convolutions of ResNet-18's four stages at as many images as the batch has (for three
 * frames a sample, three times the batch), at the width in use. At width 64 and 224 pixels: 56x56x64, 28x28x128, 14x14x256, 7x7x512.
 */
export function measurePeak(modalities: readonly ModalityInfo[], batch: number, width: number, device: string): BenchPeak {
  const shapes = stageShapes(modalities, batch, width);
  const peaks = shapes.map((shape) => ({ shape, flopsPerSecond: measureConvolution(shape, device === 'gpu' ? QUEUED : 1) }));
  return peaks.reduce((best, peak) => (peak.flopsPerSecond > best.flopsPerSecond ? peak : best));
}

/** [images, height, width, channels] of the four stages of the modality with frames, else of the first one. */
export function stageShapes(
  modalities: readonly ModalityInfo[],
  batch: number,
  width: number,
): [number, number, number, number][] {
  const { shape = [3, 224, 224, 3] } = modalities.find(({ kind }) => kind === 'frames') ?? modalities[0] ?? {};
  const [frames = 1, height = 1, across = 1] = shape.length === 4 ? shape : [1, ...shape];
  return [4, 8, 16, 32].map((scale, stage) => [
    batch * frames,
    Math.ceil(height / scale),
    Math.ceil(across / scale),
    width * 2 ** stage,
  ]);
}

function measureConvolution(shape: [number, number, number, number], repeats: number): number {
  return tidy(() => {
    const [images, height, width, channels] = shape;
    const x = randomNormal(shape) as Tensor4D;
    const weights = randomNormal([3, 3, channels, channels]) as Tensor4D;
    let best = Infinity;
    for (let attempt = 0; attempt <= TRIES; attempt++) {
      const began = performance.now();
      tidy(() => {
        let y = conv2d(x, weights, 1, 'same');
        for (let i = 1; i < repeats; i++) {
          y.dispose();
          y = conv2d(x, weights, 1, 'same');
        }
        // Reading one value waits for all that was queued.
        slice(y, [0, 0, 0, 0], [1, 1, 1, 1]).dataSync();
      });
      const seconds = (performance.now() - began) / 1000 / repeats;
      if (attempt > 0) best = Math.min(best, seconds);
    }
    const flops = 2 * images * height * width * 9 * channels * channels;
    return (flops / best) as never;
  }) as number;
}
