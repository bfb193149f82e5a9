import { div, matMul, maximum, mean, mul, norm, sub, sum, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { untaped } from '../tensor/record.ts';
import { readScalars } from '../tensor/scalars.ts';
import { defineLink } from '../train/method.ts';
import { cleanFeatures, idleInputs, MEASURED_INPUTS } from './clean-features.ts';

const options = z.strictObject({
  from: z.number().min(-1).max(1).default(0.2).describe('threshold in the first epoch; 0.2 in the code'),
  to: z.number().min(-1).max(1).default(0.5).describe('threshold in the last epoch; 0.5 in the code'),
  similarity: z
    .enum(['raw', 'centred', 'contrast', 'tables'])
    .default('raw')
    .describe(
      'raw: mean cosine of a sample’s own features, as in the code; it starts near 0.98 whatever the samples are. centred: the same after each feature’s batch mean is taken off. contrast: the mean cosine of a sample’s own features less that of all pairs in the batch; both are near 0 where features do not depend on the sample. tables: the cosine of the tables of inner products between the samples of the batch, which asks no feature of one modality to mean the same as one of another. Features of different width have no other cosine: there raw and centred compare tables, and contrast is refused',
    ),
  inputs: z
    .enum(MEASURED_INPUTS)
    .default('dropped')
    .describe(
      'features of the inputs as modality dropout left them, as in the code, or of the clean ones: one more forward of a modality in the steps that drop it',
    ),
});
type Similarity = z.output<typeof options>['similarity'];

/** Threshold in an epoch, on a line from `from` (first epoch) to `to` (last). */
export const agreementThreshold = (
  { from, to }: { readonly from: number; readonly to: number },
  epoch: number,
  epochs: number,
): number => from + ((to - from) * epoch) / Math.max(epochs - 1, 1);

/** PyTorch's floor of the norm in cosine similarity. */
const SMALLEST_NORM = 1e-8;

const lengths = (x: Tensor, keepDims = false): Tensor => maximum(norm(x, 'euclidean', 1, keepDims), SMALLEST_NORM);

/** Mean over the batch of the cosine of corresponding rows. Shapes: both [B, D] → []. */
export function meanCosine(a: Tensor, b: Tensor): Tensor {
  return tidy(() => mean(div(sum(mul(a, b), 1), mul(lengths(a), lengths(b)))));
}

/** Mean of the cosines of all B² pairs of rows: the product of the mean unit rows. Shapes: both [B, D] → []. */
function meanCosineOfAll(a: Tensor, b: Tensor): Tensor {
  return tidy(() => sum(mul(mean(div(a, lengths(a, true)), 0), mean(div(b, lengths(b, true)), 0))));
}

/**
 * Cosine of two tables of inner products between samples, ⟨A Aᵀ, B Bᵀ⟩ / (‖A Aᵀ‖ · ‖B Bᵀ‖): how alike two modalities see the batch,
 * whatever the widths of their features. From 0 to 1; of features less their batch mean it is linear CKA. Shapes: [B, D], [B, E] → [].
 */
export function tableCosine(a: Tensor, b: Tensor): Tensor {
  return tidy(() => {
    const [one, other] = [a, b].map((x) => matMul(x as Tensor2D, x as Tensor2D, false, true)) as [Tensor, Tensor];
    return div(sum(mul(one, other)), mul(maximum(norm(one), SMALLEST_NORM), maximum(norm(other), SMALLEST_NORM)));
  });
}

const centred = (x: Tensor): Tensor => sub(x, mean(x, 0, true));

/**
 * How alike two modalities' features are. Shapes: [B, D], [B, E] → []. With one sample `centred` and `contrast` are 0.
 * Errors: `link.widths-differ` for `contrast` where D is not E, since no sample of one has a cosine with one of the other.
 */
export function similarityOf(a: Tensor, b: Tensor, kind: Similarity): Tensor {
  return tidy(() => {
    if (a.shape[1] !== b.shape[1]) {
      if (kind === 'contrast') throw new AppError('link.widths-differ', { widths: [a.shape[1] ?? 0, b.shape[1] ?? 0] });
      return kind === 'centred' ? tableCosine(centred(a), centred(b)) : tableCosine(a, b);
    }
    if (kind === 'tables') return tableCosine(a, b);
    if (kind === 'centred') return meanCosine(centred(a), centred(b));
    if (kind === 'contrast') return sub(meanCosine(a, b), meanCosineOfAll(a, b));
    return meanCosine(a, b);
  });
}

/**
 * Lets suppression through only where the modalities' features agree: 1 if the mean cosine of z_a[i] and z_v[i] exceeds a threshold
 * that rises over the epochs, else 0.
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 9); by default the features are those of the dropped input, as there.
 * Deviation: with more than two modalities, for which no official code exists, the similarities of the dominant one with the others are
 * averaged; where features differ in width, as those of sequence encoders do, the similarity is that of the samples' inner products.
 */
export const coInformationGate = defineLink({
  id: 'co-information-gate',
  title: 'Co-information gate',
  summary: 'Opens when the modalities agree: mean cosine of their features above a threshold that rises from 0.2 to 0.5.',
  paperAndCode:
    'Features are means of ReLU outputs, so their cosine starts near 0.98 and the gate is open for most of the training.',
  extension: {
    source:
      'Ours: RedReg’s code has two modalities. The similarities of the dominant modality d with each of the others are averaged.',
    formula: ['sim = mean over n≠d of sim(z_d, z_n)', 'gate = 1 where sim is above the threshold, else 0'],
  },
  options,
  idle: (o, beside) => idleInputs(o.inputs, beside),
  create: (o) => ({
    id: 'co-information-gate',
    provides: { agreement: 'losses' },
    ...(o.inputs === 'clean' ? { costs: { forwards: 0.1 } } : {}),
    init: () => null,
    onLosses(losses, state, step) {
      const ids = step.modalities.map((m) => m.id);
      const scores = step.read('trueProbability', {});
      const dominant = ids.reduce((best, id) => ((scores[id] ?? 0) > (scores[best] ?? 0) ? id : best), ids[0] ?? '');
      const features = o.inputs === 'clean' ? cleanFeatures(step) : step.features;
      const found = untaped(() =>
        readScalars(
          ids.flatMap((id) => {
            const [a, b] = [features[dominant], features[id]];
            return id === dominant || !a || !b ? [] : [similarityOf(a, b, o.similarity)];
          }),
        ),
      );
      const similarity = found.reduce((total, c) => total + c, 0) / Math.max(found.length, 1);
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
