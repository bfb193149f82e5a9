import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { npyHeader, readNpy } from '../../../../core/data/npy.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileBytes, withFile } from '../files.ts';
import type { FeatureItem } from './stored-features.ts';
import type { Source } from './source.ts';

export interface NpySequencePlan {
  readonly kind: 'npy-sequence';
  /** A sequence [steps, features]: longer ones are cut, shorter ones filled up with zeros. */
  readonly modality: ModalityInfo;
  readonly items: readonly FeatureItem[];
}

/** Steps and features of an array; one row of features is one step. Null where it has more axes. */
export function sequenceShape(shape: readonly number[]): readonly [steps: number, features: number] | null {
  if (shape.length === 1) return [1, shape[0] ?? 0];
  const [steps = 0, features = 0] = shape;
  return shape.length === 2 ? [steps, features] : null;
}

/** Steps and features by the header of a file; `features` is how many are expected, null for any. Errors: `data.features-shape`, `data.npy-truncated`, those of the header. */
export function sequenceHeader(item: FeatureItem, expected: number | null): readonly [steps: number, features: number] {
  const { shape, offset, type } = withFile(item.file, (read) => npyHeader(read(0, 4096), item.file));
  const found = sequenceShape(shape);
  if (!found || found[0] === 0 || (expected !== null && found[1] !== expected)) throw wrongShape(item, shape, expected);
  const expectedBytes = offset + found[0] * found[1] * type.bytes;
  if (item.bytes < expectedBytes)
    throw new AppError('data.npy-truncated', { file: item.file, expectedBytes, foundBytes: item.bytes });
  return found;
}

/** 0 stands for any number of steps. */
function wrongShape({ file, list, line }: FeatureItem, found: readonly number[], expected: number | null): AppError {
  return new AppError('data.features-shape', { file, list, line, found, expected: [0, expected ?? 0], count: 1 });
}

/** What the network gets of a file. Errors: `data.features-shape`, `data.features-not-finite`, those of the file's form. */
export async function npySequence(item: FeatureItem, { modality }: Pick<NpySequencePlan, 'modality'>): Promise<Float32Array> {
  const [steps = 0, features = 0] = modality.shape;
  const { shape, data } = readNpy(await fileBytes(item.file), item.file);
  if (sequenceShape(shape)?.[1] !== features) throw wrongShape(item, shape, features);
  const values = data.reduce((n, value) => (Number.isFinite(value) ? n : n + 1), 0);
  const { file, list, line } = item;
  if (values > 0) throw new AppError('data.features-not-finite', { file, list, line, values, total: data.length });
  const sequence = new Float32Array(steps * features);
  sequence.set(data.subarray(0, sequence.length));
  return sequence;
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Arrays of one sample each as sequences: one cached record a sample. */
export const npySequences: Source<NpySequencePlan> = {
  cacheKey: ({ modality }) => ({ version: 1, shape: modality.shape }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, plan) => [asBytes(await npySequence(item, plan))],
  async fill(item, plan, read, _draw, target, offset) {
    asBytes(target).set(read ? await read(0) : asBytes(await npySequence(item, plan)), 4 * offset);
  },
};
