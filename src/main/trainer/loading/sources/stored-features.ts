import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { npyHeader, readNpy } from '../../../../core/data/npy.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ListPosition } from '../../../../core/errors/catalogue/data.ts';
import { fileBytes, withFile } from '../files.ts';
import { readRows, storedArray, type StoredArray } from '../pickle/array-values.ts';
import { PickledArray } from '../pickle/numpy-objects.ts';
import { readPickle } from '../pickle/read-pickle.ts';
import type { FileIdentity, Source } from './source.ts';

/** A file of features of one sample, made before: .npy, or a pickle of one array. */
export interface FeatureItem extends FileIdentity, ListPosition {
  readonly file: string;
}

export interface FeatureSettings {
  /** What each file holds. */
  readonly rows: number;
  readonly columns: number;
  /** Which axis time runs along. What the network gets is the first part of it. */
  readonly time: 'rows' | 'columns';
}

export interface FeaturePlan {
  readonly kind: 'stored-features';
  /** A spectrogram [rows, columns, 1], as much of them as the network gets. */
  readonly modality: ModalityInfo;
  readonly settings: FeatureSettings;
  readonly items: readonly FeatureItem[];
}

interface Matrix {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Axes of length one do not count: [1, 1024, 128] is as good as [1024, 128]. */
function checkShape(shape: readonly number[], { rows, columns }: FeatureSettings, item: FeatureItem): void {
  const found = shape.filter((length) => length !== 1);
  if (found.length === 2 && found[0] === rows && found[1] === columns) return;
  const { file, list, line } = item;
  throw new AppError('data.features-shape', { file, list, line, found: shape, expected: [rows, columns], count: 1 });
}

const isPickle = ({ file }: FeatureItem): boolean => /\.(pkl|pickle)$/i.test(file);

/** The one array of a pickle; its values stay in the file. */
function pickled({ file }: FeatureItem): StoredArray {
  const value = readPickle(file);
  if (!(value instanceof PickledArray)) throw new AppError('data.pickle-malformed', { file, reason: 'it holds no array' });
  return storedArray(file, 'array', value);
}

/** Shape and size, without the values. Errors: `data.features-shape`, and those of the file's form. */
export function checkHeader(item: FeatureItem, settings: FeatureSettings): void {
  if (isPickle(item)) return checkShape(pickled(item).shape, settings, item);
  const { shape, offset, type } = withFile(item.file, (read) => npyHeader(read(0, 4096), item.file));
  checkShape(shape, settings, item);
  const expectedBytes = offset + shape.reduce((n, length) => n * length, 1) * type.bytes;
  if (item.bytes < expectedBytes)
    throw new AppError('data.npy-truncated', { file: item.file, expectedBytes, foundBytes: item.bytes });
}

async function readMatrix(item: FeatureItem): Promise<Matrix> {
  if (!isPickle(item)) return readNpy(await fileBytes(item.file), item.file);
  const array = pickled(item);
  const [rows = 0] = array.shape;
  return { shape: array.shape, data: readRows(array, 0, rows) };
}

/** How many values are no numbers. Finite ones times zero add up to zero, which is quickly seen of a good file. */
function notFinite(data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += 0 * (data[i] ?? 0);
  return sum === 0 ? 0 : data.reduce((n, value) => n + (Number.isFinite(value) ? 0 : 1), 0);
}

/**
 * All values of a file. Shapes: → [rows, columns].
 * Errors: `data.features-shape`, `data.features-not-finite`, and those of the file's form.
 */
export async function storedFeatures(item: FeatureItem, settings: FeatureSettings): Promise<Float32Array> {
  const { shape, data } = await readMatrix(item);
  checkShape(shape, settings, item);
  const values = notFinite(data);
  const { file, list, line } = item;
  if (values > 0) throw new AppError('data.features-not-finite', { file, list, line, values, total: data.length });
  return data;
}

/** The first part along time. */
function used(all: Float32Array, { settings: { rows, columns }, modality: { shape } }: FeaturePlan): Float32Array {
  const [height = rows, width = columns] = shape;
  if (width === columns) return all.subarray(0, height * columns);
  const part = new Float32Array(height * width);
  for (let row = 0; row < height; row++) part.set(all.subarray(row * columns, row * columns + width), row * width);
  return part;
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Features as they are: the files need no work, so the cache is only taken where there is room. */
export const storedFeatureFiles: Source<FeaturePlan> = {
  cacheKey: ({ settings, modality }) => ({ version: 1, settings, shape: modality.shape }),
  files: (item) => [item],
  paths: ({ file }) => [file],
  hasFloatRecords: true,
  isCacheOptional: true,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, plan) => [asBytes(used(await storedFeatures(item, plan.settings), plan))],
  async fill(item, plan, read, _draw, target, offset) {
    const bytes = read ? await read(0) : asBytes(used(await storedFeatures(item, plan.settings), plan));
    asBytes(target).set(bytes, 4 * offset);
  },
};
