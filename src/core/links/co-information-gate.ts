import { div, maximum, mean, mul, norm, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { untaped } from '../tensor/record.ts';
import { readScalars } from '../tensor/scalars.ts';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  from: z.number().min(-1).max(1).default(0.2).describe('threshold in the first epoch'),
  to: z.number().min(-1).max(1).default(0.5).describe('threshold in the last epoch'),
});

/** Threshold in an epoch, on a line from `from` (first epoch) to `to` (last). */
export const agreementThreshold = ({ from, to }: z.output<typeof options>, epoch: number, epochs: number): number =>
  from + ((to - from) * epoch) / Math.max(epochs - 1, 1);

/** PyTorch's floor of the norm in cosine similarity. */
const SMALLEST_NORM = 1e-8;

/** Mean over the batch of the cosine of corresponding rows. Shapes: both [B, D] → []. */
export function meanCosine(a: Tensor, b: Tensor): Tensor {
  return tidy(() => {
    const lengths = mul(maximum(norm(a, 'euclidean', 1), SMALLEST_NORM), maximum(norm(b, 'euclidean', 1), SMALLEST_NORM));
    return mean(div(sum(mul(a, b), 1), lengths));
  });
}

/**
 * Lets suppression through only where the modalities' features agree: 1 if the mean cosine of z_a[i] and z_v[i] exceeds a threshold
 * that rises over the epochs, else 0.
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 9); the features are those of the dropped input, as there.
 * Deviation: with more than two modalities, for which no official code exists, the cosines of the dominant one with the others are averaged.
 */
export const coInformationGate = defineLink({
  id: 'co-information-gate',
  title: 'Co-information gate',
  summary: 'Opens when the modalities agree: mean cosine of their features above a threshold that rises from 0.2 to 0.5.',
  paperAndCode:
    'Features are means of ReLU outputs, so their cosine starts near 0.98 and the gate is open for most of the training.',
  options,
  create: (o) => ({
    id: 'co-information-gate',
    provides: { agreement: 'losses' },
    init: () => null,
    onLosses(losses, state, step) {
      const ids = step.modalities.map((m) => m.id);
      const scores = step.read('trueProbability', {});
      const dominant = ids.reduce((best, id) => ((scores[id] ?? 0) > (scores[best] ?? 0) ? id : best), ids[0] ?? '');
      const cosines = untaped(() =>
        readScalars(
          ids.flatMap((id) => {
            const [a, b] = [step.features[dominant], step.features[id]];
            return id === dominant || !a || !b ? [] : [meanCosine(a, b)];
          }),
        ),
      );
      const similarity = cosines.reduce((total, c) => total + c, 0) / Math.max(cosines.length, 1);
      const threshold = agreementThreshold(o, step.epoch, step.epochs);
      const gate = similarity > threshold ? 1 : 0;
      step.write('agreement', gate);
      step.report('similarity', similarity);
      step.report('threshold', threshold);
      step.report('gate', gate);
      return { value: losses, state };
    },
  }),
});
