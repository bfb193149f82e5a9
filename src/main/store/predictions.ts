import { createHash } from 'node:crypto';
import type { StoreContext } from './context.ts';
import type { Which } from './metrics.ts';

/** What a run made of each sample of a split after an epoch. All arrays have one entry a sample, in one order. */
export interface Predictions {
  readonly which: Which;
  readonly split: string;
  readonly epoch: number;
  readonly names: readonly string[];
  /** True classes, by number. */
  readonly labels: ArrayLike<number>;
  /** Predicted classes by what scored them: `fused`, or a modality. */
  readonly predicted: Readonly<Record<string, ArrayLike<number>>>;
}

/** Which samples of which cell of a confusion matrix. */
export interface CellOfMatrix {
  readonly which: Which;
  readonly split: string;
  readonly by: string;
  readonly label: number;
  readonly predicted: number;
}

interface Row {
  readonly names: string;
  readonly labels: Buffer;
  readonly predicted: Buffer;
}

/** Predictions behind the confusion matrices: classes as little-endian 16-bit integers; a list of samples is kept once for all runs. */
export function predictionTable({ db, transaction, numberOf }: StoreContext) {
  const findList = db.prepare<[string], number>('SELECT id FROM sample_list WHERE hash = ?').pluck();
  const putList = db.prepare('INSERT INTO sample_list (hash, names, labels) VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM prediction WHERE run = ? AND which = ? AND split = ?');
  const put = db.prepare(
    'INSERT INTO prediction (run, which, split, scored_by, epoch, samples, predicted) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const read = db.prepare<[number, string, string, string], Row>(`
    SELECT names, labels, predicted FROM prediction JOIN sample_list ON sample_list.id = prediction.samples
    WHERE run = ? AND which = ? AND split = ? AND scored_by = ?`);

  function listOf(names: readonly string[], labels: ArrayLike<number>): number | bigint {
    const [text, bytes] = [JSON.stringify(names), classBytes(labels)];
    const hash = createHash('sha256').update(text).update(bytes).digest('hex');
    return findList.get(hash) ?? putList.run(hash, text, bytes).lastInsertRowid;
  }

  return {
    /** Puts predictions in the place of those the run had for the same `which` and split. */
    setPredictions(run: string, { which, split, epoch, names, labels, predicted }: Predictions): void {
      transaction(() => {
        const number = numberOf(run);
        const samples = listOf(names, labels);
        drop.run(number, which, split);
        for (const [by, classes] of Object.entries(predicted)) {
          if (classes.length !== names.length || labels.length !== names.length)
            throw new Error(`${classes.length} predictions and ${labels.length} labels for ${names.length} samples`);
          put.run(number, which, split, by, epoch, samples, classBytes(classes));
        }
      });
    },

    /** Names of the samples behind a cell; null where the run kept no predictions of this kind. */
    samplesOfCell(run: string, { which, split, by, label, predicted }: CellOfMatrix): string[] | null {
      const row = read.get(numberOf(run), which, split, by);
      if (row === undefined) return null;
      const isInCell = (_: string, i: number): boolean =>
        row.labels.readUInt16LE(2 * i) === label && row.predicted.readUInt16LE(2 * i) === predicted;
      return (JSON.parse(row.names) as string[]).filter(isInCell);
    },

    /** How often each true class (row) was taken for each class (column); null where the run kept no predictions of this kind. */
    confusionOf(
      run: string,
      { which, split, by }: Omit<CellOfMatrix, 'label' | 'predicted'>,
      classes: number,
    ): number[][] | null {
      const row = read.get(numberOf(run), which, split, by);
      if (row === undefined) return null;
      const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      for (let at = 0; at < row.labels.length; at += 2) {
        const counted = counts[row.labels.readUInt16LE(at)];
        const predicted = row.predicted.readUInt16LE(at);
        if (counted?.[predicted] !== undefined) counted[predicted]++;
      }
      return counts;
    },
  };
}

function classBytes(classes: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(2 * classes.length);
  for (let i = 0; i < classes.length; i++) bytes.writeUInt16LE(classes[i] ?? 0, 2 * i);
  return bytes;
}
