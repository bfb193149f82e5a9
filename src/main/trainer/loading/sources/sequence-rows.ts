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
  /** The first step with a word, where that is the first of all modalities; null where each has its own. */
  readonly start: number | null;
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
  readonly items: readonly SequenceItem[];
}

/** The first step that the network gets. */
function startOf(plan: SequencePlan, { start }: SequenceItem, own: Float32Array, features: number): number {
  const first = (): number => Math.max(0, firstFilled(own, features));
  if (plan.padding === 'end') return start ?? first();
  const [stored, [wanted = 0]] = [own.length / features, plan.modality.shape];
  // Fewer steps than stored: from the first filled one, but never less than wanted (MMSA).
  return wanted >= stored ? 0 : Math.min(first(), stored - wanted);
}

/** What the network gets of a sample. Shape: [steps, features] of the modality. */
export function sequenceOf(plan: SequencePlan, item: SequenceItem): Float32Array {
  const array = plan.arrays[item.split];
  if (!array) throw new RangeError(`no arrays of the split ${item.split}`);
  const [steps = 0, features = 0] = plan.modality.shape;
  const values = readRows(array, item.row, item.row + 1);
  replaceNotFinite(values);
  return takeSteps(values, features, startOf(plan, item, values, features), steps);
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
const described = (arrays: SequencePlan['arrays']): unknown =>
  Object.entries(arrays).map(([split, { key, shape, type, fortranOrder }]) => [split, key, shape, type, fortranOrder]);

/** Rows of arrays as sequences: cut or filled up, with zeros for what is not finite. One cached record a sample. */
export const sequenceRows: Source<SequencePlan> = {
  cacheKey: ({ modality, padding, arrays }) => ({ version: 1, shape: modality.shape, padding, arrays: described(arrays) }),
  files: ({ file, split, row, start }) => [{ ...file, name: `${file.name} ${split} ${row} ${start ?? ''}` }],
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
