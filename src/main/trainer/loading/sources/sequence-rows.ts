import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { firstFilled, replaceNotFinite, takeSteps } from '../../../../core/data/sequence/steps.ts';
import { readRows, type StoredArray } from '../pickle/array-values.ts';
import type { FileIdentity, Source } from './source.ts';

/** One row of the arrays of a split. */
export interface SequenceItem {
  readonly name: string;
  /** Which of the plan's arrays. */
  readonly split: string;
  readonly row: number;
  /** The file that holds the arrays; its name says something of their content too. */
  readonly file: FileIdentity;
  /** What is said, or null where the file does not tell. */
  readonly text: string | null;
}

export interface SequencePlan {
  readonly kind: 'sequence-rows';
  readonly modality: ModalityInfo;
  /** `stored`: as in the file; `end`: from the first filled step on, zeros behind. */
  readonly padding: 'stored' | 'end';
  /** By split, shape [rows, steps, features]. */
  readonly arrays: Readonly<Record<string, StoredArray>>;
  /** By split, the arrays whose first filled step is that of all modalities: the words, in an aligned set. Null: each has its own. */
  readonly leading: Readonly<Record<string, StoredArray>> | null;
  readonly items: readonly SequenceItem[];
}

function cleanRow(
  arrays: Readonly<Record<string, StoredArray>>,
  { split, row }: SequenceItem,
): { values: Float32Array; steps: number; features: number } {
  const array = arrays[split];
  if (!array) throw new RangeError(`no arrays of the split ${split}`);
  const [, steps = 0, features = 0] = array.shape;
  const values = readRows(array, row, row + 1);
  replaceNotFinite(values);
  return { values, steps, features };
}

/** The first step that the network gets. */
function startOf(plan: SequencePlan, item: SequenceItem, own: ReturnType<typeof cleanRow>): number {
  const first = (row: typeof own): number => Math.max(0, firstFilled(row.values, row.features));
  if (plan.padding === 'end') return first(plan.leading ? cleanRow(plan.leading, item) : own);
  const [wanted = 0] = plan.modality.shape;
  // Fewer steps than stored: from the first filled one, but never less than wanted (MMSA).
  return wanted >= own.steps ? 0 : Math.min(first(own), own.steps - wanted);
}

/** What the network gets of a sample, and where it begins in the file. Shape: [steps, features] of the modality. */
export function sequenceOf(plan: SequencePlan, item: SequenceItem): Float32Array {
  const own = cleanRow(plan.arrays, item);
  const [steps = 0] = plan.modality.shape;
  return takeSteps(own.values, own.features, startOf(plan, item, own), steps);
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
const described = (arrays: SequencePlan['leading']): unknown =>
  arrays && Object.entries(arrays).map(([split, { key, shape, type, fortranOrder }]) => [split, key, shape, type, fortranOrder]);

/** Rows of arrays as sequences: cut or filled up, with zeros for what is not finite. One cached record a sample. */
export const sequenceRows: Source<SequencePlan> = {
  cacheKey: ({ modality, padding, arrays, leading }) => ({
    version: 1,
    shape: modality.shape,
    padding,
    arrays: described(arrays),
    leading: described(leading),
  }),
  files: ({ file, split, row }) => [{ ...file, name: `${file.name} ${split} ${row}` }],
  // The name of the file holds a hash of a part of its content: it may be of many gigabytes, and is the same for all samples.
  paths: () => [],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: (item, plan) => Promise.resolve([asBytes(sequenceOf(plan, item))]),
  async fill(item, plan, read, _draw, target, offset) {
    asBytes(target).set(read ? await read(0) : asBytes(sequenceOf(plan, item)), 4 * offset);
  },
};
