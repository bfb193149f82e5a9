import { addN, div, mean, mul, slice, sqrt, square, sum, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';
import { readScalars } from '../tensor/scalars.ts';
import { wordsOf } from './tags.ts';

/**
 * InfoReg's figures of the weights at an epoch's end: `w_a`, `w_v`, the mean of all of an encoder's weights; `cos_similarity_head`, the
 * mean over classes of the cosine between the two modalities' halves of the fused head; `cos_similarity_audio_head` and `_video_head`,
 * between a dedicated head and its half, where the model has such heads.
 * Only for what the scripts have: two modalities whose features are joined into one linear layer (`head.weight`).
 */
export function weightFigures(
  modalities: readonly string[],
  parameters: readonly ParameterInfo[],
  weights: Tensors,
): Record<string, number> {
  return tidy(() => {
    const figures: [string, Tensor][] = [];
    for (const id of modalities) {
      const own = parameters
        .filter(({ owner, part }) => owner === id && part === 'encoder')
        .flatMap(({ name }) => weights[name] ?? []);
      const size = own.reduce((total, tensor) => total + tensor.size, 0);
      const total = own.map((tensor) => sum(tensor));
      if (total.length > 0) figures.push([`w_${wordsOf(id).letter}`, div(addN(total), size)]);
    }
    figures.push(...headFigures(modalities, weights));
    const values = readScalars(figures.map(([, tensor]) => tensor));
    return Object.fromEntries(figures.map(([name], i) => [name, values[i]])) as never;
  });
}

function headFigures(modalities: readonly string[], weights: Tensors): [string, Tensor][] {
  const fused = weights['head.weight'];
  const [rows = 0] = fused?.shape ?? [];
  if (!fused || modalities.length !== 2 || rows % 2 !== 0) return [];
  const half = (i: number): Tensor => slice(fused as Tensor2D, [(i * rows) / 2, 0], [rows / 2, -1]);
  const figures: [string, Tensor][] = [['cos_similarity_head', cosineOfColumns(half(0), half(1))]];
  for (const [i, id] of modalities.entries()) {
    const own = weights[`head.${id}.weight`];
    if (own?.shape[0] === rows / 2) figures.push([`cos_similarity_${wordsOf(id).head}_head`, cosineOfColumns(own, half(i))]);
  }
  return figures;
}

/** Mean over columns (classes) of the cosine of two matrices' columns, []. */
const cosineOfColumns = (a: Tensor, b: Tensor): Tensor =>
  mean(div(sum(mul(a, b), 0), sqrt(mul(sum(square(a), 0), sum(square(b), 0)))));
