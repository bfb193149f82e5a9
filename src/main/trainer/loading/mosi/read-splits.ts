import { join } from 'node:path';
import { SENTIMENT_MODALITIES, type SentimentModality } from '../../../../core/data/mosi.ts';
import type { SplitName } from '../../../../core/data/dataset.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats } from '../files.ts';
import { storedArray, type StoredArray } from '../pickle/array-values.ts';
import { PickledArray, type Pickled } from '../pickle/numpy-objects.ts';
import { readPickle } from '../pickle/read-pickle.ts';
import { numbers, texts } from '../pickle/texts-and-numbers.ts';

/** One split as the pickle has it. */
export interface PickledSplit {
  /** As the pickle calls it: train, valid or test. */
  readonly key: string;
  readonly rows: number;
  /** Shape [rows, steps, features]. */
  readonly arrays: Readonly<Record<SentimentModality, StoredArray>>;
  /** One a row. */
  readonly scores: Float32Array;
  readonly ids: readonly string[];
  /** What is said, where the file tells. */
  readonly texts: readonly string[] | null;
}

export type PickledSplits = Readonly<Record<'train' | 'test', PickledSplit>> & { readonly validation: PickledSplit | null };

const KEYS: Readonly<Record<SplitName, readonly string[]>> = {
  train: ['train'],
  validation: ['valid', 'dev', 'val', 'validation'],
  test: ['test'],
};
const SCORE_KEYS = ['regression_labels', 'labels'];

type Dict = ReadonlyMap<Pickled, Pickled>;

const keysOf = (dict: Dict): string[] => [...dict.keys()].map((key) => (typeof key === 'string' ? key : '?'));

/** The first of the keys that the dict has. */
const firstKey = (dict: Dict, keys: readonly string[]): string | null => keys.find((key) => dict.has(key)) ?? null;

/** Whether what a pickle holds looks like a set of this layout. */
export const looksLikeSplits = (found: Pickled): boolean =>
  found instanceof Map &&
  ['train', 'test'].every((split) => {
    const dict = found.get(split);
    return dict instanceof Map && SENTIMENT_MODALITIES.every((key) => dict.has(key)) && firstKey(dict, SCORE_KEYS) !== null;
  });

/** MMSA's pickles have `regression_labels`, MultiBench's `labels`. */
export function isMmsa(found: Pickled): boolean {
  const train = found instanceof Map ? found.get('train') : null;
  return train instanceof Map && train.has('regression_labels');
}

/** The array under one of the keys. Errors: `data.array-key-missing`. */
function needed(file: string, split: string, dict: Dict, keys: readonly string[]): { key: string; value: Pickled } {
  const key = firstKey(dict, keys);
  if (key === null) throw new AppError('data.array-key-missing', { file, key: split, expected: keys, found: keysOf(dict) });
  return { key: `${split}/${key}`, value: dict.get(key) ?? null };
}

function sequences(file: string, split: string, dict: Dict, modality: SentimentModality): StoredArray {
  const { key, value } = needed(file, split, dict, [modality]);
  if (!(value instanceof PickledArray))
    throw new AppError('data.array-not-numbers', { file, key, type: 'something else than numpy has' });
  const array = storedArray(file, key, value);
  if (array.shape.length !== 3 || array.shape.includes(0))
    throw new AppError('data.array-shape', { file, key, found: array.shape, expected: '[samples, steps, features]' });
  return array;
}

/** One score a row: the first column where there are more, as in CMU-MOSEI's labels, whose others are emotions. */
function scoresOf(file: string, key: string, value: Pickled, rows: number): Float32Array {
  const all = numbers(file, key, value);
  const columns = value instanceof PickledArray && value.shape[0] === rows && rows > 0 ? all.length / rows : 1;
  return columns === 1 ? all : Float32Array.from({ length: rows }, (_, row) => all[row * columns] ?? NaN);
}

/** Ids made from the place where the file has none. */
const madeUp = (split: string, rows: number): string[] => Array.from({ length: rows }, (_, row) => `${split}-${row}`);

function splitOf(file: string, key: string, dict: Dict): PickledSplit {
  const arrays = {
    text: sequences(file, key, dict, 'text'),
    audio: sequences(file, key, dict, 'audio'),
    vision: sequences(file, key, dict, 'vision'),
  };
  const labels = needed(file, key, dict, SCORE_KEYS);
  const rows = arrays.text.shape[0] ?? 0;
  const scores = scoresOf(file, labels.key, labels.value, rows);
  const ids = texts(file, dict.get('id') ?? null) ?? madeUp(key, rows);
  const counts = {
    text: rows,
    audio: arrays.audio.shape[0] ?? 0,
    vision: arrays.vision.shape[0] ?? 0,
    labels: scores.length,
    id: ids.length,
  };
  if (new Set(Object.values(counts)).size > 1) throw new AppError('data.rows-disagree', { file, split: key, counts });
  const said = texts(file, dict.get('raw_text') ?? null);
  return { key, rows, arrays, scores, ids, texts: said?.length === rows ? said : null };
}

/** Features of a modality are as many in all splits. Errors: `data.array-shape`. */
function checkShapes(file: string, train: PickledSplit, others: readonly PickledSplit[]): void {
  for (const { arrays } of others)
    for (const modality of SENTIMENT_MODALITIES) {
      const [{ shape }, own] = [train.arrays[modality], arrays[modality]];
      if (own.shape[1] === shape[1] && own.shape[2] === shape[2]) continue;
      const expected = `${shape[1] ?? 0} steps of ${shape[2] ?? 0} features, as in "${train.key}"`;
      throw new AppError('data.array-shape', { file, key: own.key, found: own.shape, expected });
    }
}

interface Kept {
  readonly id: string;
  readonly splits: PickledSplits;
}
let kept: Kept | null = null;

/**
 * The splits of a pickle: its structure and labels; features stay in the file. The last one read is kept as long as the file is the same.
 *
 * Errors: those of `readPickle`, `data.array-key-missing`, `data.array-not-numbers`, `data.array-shape`, `data.rows-disagree`.
 */
export function readSplits(root: string, name: string): PickledSplits {
  const file = join(root, name);
  const stats = fileStats(file);
  const id = JSON.stringify([file, stats?.size, stats?.mtimeMs]);
  if (kept?.id !== id) kept = { id, splits: splitsOf(file) };
  return kept.splits;
}

function splitsOf(file: string): PickledSplits {
  const found = readPickle(file);
  const keys = found instanceof Map ? keysOf(found) : [];
  const split = (name: SplitName): PickledSplit | null => {
    const key = found instanceof Map ? firstKey(found, KEYS[name]) : null;
    const dict = key !== null && found instanceof Map ? found.get(key) : null;
    return key !== null && dict instanceof Map ? splitOf(file, key, dict) : null;
  };
  const [train, validation, test] = [split('train'), split('validation'), split('test')];
  if (!train || !test)
    throw new AppError('data.array-key-missing', {
      file,
      key: '',
      expected: [`${train ? 'test' : 'train'}, a dict of arrays`],
      found: keys,
    });
  checkShapes(file, train, validation ? [validation, test] : [test]);
  return { train, validation, test };
}
