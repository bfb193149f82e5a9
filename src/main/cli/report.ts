import type { SplitMetrics } from '../../core/contract/trainer.ts';
import { majorityRate } from '../../core/metrics/confusion.ts';
import { figure, table } from './table.ts';

/** Figures by split name. */
export type Figures = Readonly<Record<string, SplitMetrics>>;

const MODALITIES = ['audio', 'video'];

/** The object that `train --json` and `eval --json` promise per split; null for a split that the data set does not have. */
export function splitsJson(figures: Figures): Record<string, unknown> {
  const entries = ['train', 'validation', 'test'].map((split) => [split, figures[split] ? metricsJson(figures[split]) : null]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

const metricsJson = (m: SplitMetrics): Record<string, unknown> => ({
  n: m.n,
  loss: finite(m.loss),
  accuracy: finite(m.accuracy),
  macro_f1: finite(m.macroF1),
  majority_rate: finite(majorityRate(m.confusion)),
  map: finite(m.map),
  modality_accuracy: Object.fromEntries(
    [...new Set([...MODALITIES, ...Object.keys(m.modalityAccuracy)])].map((id) => [id, finite(m.modalityAccuracy[id])]),
  ),
  per_class_accuracy: m.perClassAccuracy.map(finite),
  confusion: m.confusion,
});

/** JSON has no NaN: null stands for it. */
const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);

/** One row a split, for people. `majority`: the accuracy of naming the most frequent class every time. */
export function splitsTable(figures: Figures): string {
  const modalities = [...new Set(Object.values(figures).flatMap((m) => Object.keys(m.modalityAccuracy)))];
  const rows = Object.entries(figures).map(([split, m]) => [
    split,
    String(m.n),
    figure(m.accuracy),
    figure(majorityRate(m.confusion)),
    ...modalities.map((id) => figure(m.modalityAccuracy[id])),
    figure(m.macroF1),
    figure(m.map),
    figure(m.loss),
  ]);
  return table(['split', 'n', 'accuracy', 'majority', ...modalities, 'macro F1', 'mAP', 'loss'], rows);
}
