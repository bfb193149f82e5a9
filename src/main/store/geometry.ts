import { type GeometryRecord, SKETCHED, type SketchName } from '../../core/geometry/record.ts';
import { BUCKETS } from '../../core/geometry/sketch.ts';
import type { StoreContext } from './context.ts';
import { numbersFromJson, toJson } from './json.ts';

interface Row {
  readonly step: number;
  readonly modality: string;
  readonly strength: number | null;
  readonly vectors: string;
  readonly stages: string;
  readonly gram: Buffer;
  readonly sketches: Buffer;
}

interface Place extends GeometryCursor {
  readonly run: number;
  readonly limit: number;
}

/** Where a reader stands: after this row, in order of steps, then modalities. */
export interface GeometryCursor {
  readonly step: number;
  readonly modality: string;
}

export interface GeometryChoice {
  /** This step alone. */
  readonly step?: number | undefined;
  /** Of the measured steps every n-th, counted from the first. */
  readonly every?: number | undefined;
}

/** The geometry of the encoders' gradients. Numbers are little-endian: the Gram matrix float64, the sketches float32. */
export function geometryTable({ db, numberOf, transaction }: StoreContext) {
  const put = db.prepare(`
    INSERT OR REPLACE INTO geometry (run, step, modality, strength, vectors, stages, gram, sketches)
    VALUES (:run, :step, :modality, :strength, :vectors, :stages, :gram, :sketches)`);
  const list = db.prepare<[{ run: number; step: number | null; every: number }], Row>(`
    SELECT step, modality, strength, vectors, stages, gram, sketches FROM geometry
    WHERE run = :run AND step IN (
      SELECT step FROM (
        SELECT step, row_number() OVER (ORDER BY step) - 1 AS place
        FROM (SELECT DISTINCT step FROM geometry WHERE run = :run AND (:step IS NULL OR step = :step))
      ) WHERE place % :every = 0
    ) ORDER BY step, modality`);
  const after = db.prepare<[Place], Omit<Row, 'sketches'>>(`
    SELECT step, modality, strength, vectors, stages, gram FROM geometry
    WHERE run = :run AND (step, modality) > (:step, :modality) ORDER BY step, modality LIMIT :limit`);
  const sketchesAfter = db.prepare<[Place], Pick<Row, 'step' | 'modality' | 'sketches'>>(`
    SELECT step, modality, sketches FROM geometry
    WHERE run = :run AND (step, modality) > (:step, :modality) ORDER BY step, modality LIMIT :limit`);
  const at = db.prepare<[number, number], Omit<Row, 'sketches'>>(
    'SELECT step, modality, strength, vectors, stages, gram FROM geometry WHERE run = ? AND step = ? ORDER BY modality',
  );
  const before = db
    .prepare<[number, number], number | null>('SELECT max(step) FROM geometry WHERE run = ? AND step <= ?')
    .pluck();
  const behind = db
    .prepare<[number, number], number | null>('SELECT min(step) FROM geometry WHERE run = ? AND step >= ?')
    .pluck();
  const dropAfter = db.prepare('DELETE FROM geometry WHERE run = ? AND step > ?');

  return {
    /** Writes records; one that is there already gives way. */
    addGeometry(run: string, records: readonly GeometryRecord[]): void {
      const number = numberOf(run);
      transaction(() => {
        for (const { step, modality, strength, vectors, stages, gram, sketches } of records)
          put.run({
            ...{ run: number, step, modality, strength },
            vectors: toJson(vectors),
            stages: toJson(stages),
            gram: bytesOf(gram),
            sketches: bytesOf(Float32Array.from(SKETCHED.flatMap((name) => Array.from(sketches[name])))),
          });
      });
    },

    /** In order of steps, then modalities. */
    listGeometry: (run: string, { step, every = 1 }: GeometryChoice = {}): GeometryRecord[] =>
      list.all({ run: numberOf(run), step: step ?? null, every }).map(recordOf),

    /** The next records after a cursor, without their sketches, which are most of what a record weighs. */
    geometryAfter: (run: string, cursor: GeometryCursor, limit: number): Omit<GeometryRecord, 'sketches'>[] =>
      after.all({ run: numberOf(run), ...cursor, limit }).map(figuresOf),

    /** The sketches of the next records after a cursor. */
    sketchesAfter: (
      run: string,
      cursor: GeometryCursor,
      limit: number,
    ): Pick<GeometryRecord, 'step' | 'modality' | 'sketches'>[] =>
      sketchesAfter
        .all({ run: numberOf(run), ...cursor, limit })
        .map(({ step, modality, sketches }) => ({ step, modality, sketches: sketchesOf(sketches) })),

    /** The records of the measured step nearest to this one, the earlier of two that are as near, without their sketches. */
    geometryNear(run: string, step: number): Omit<GeometryRecord, 'sketches'>[] {
      const number = numberOf(run);
      const [low, high] = [before.get(number, step) ?? null, behind.get(number, step) ?? null];
      const nearest = low === null || (high !== null && high - step < step - low) ? high : low;
      return nearest === null ? [] : at.all(number, nearest).map(figuresOf);
    },

    /** Removes what was measured after `step`. */
    dropGeometryAfter: (run: string, step: number): void => void dropAfter.run(numberOf(run), step),
  };
}

const recordOf = ({ sketches, ...row }: Row): GeometryRecord => ({ ...figuresOf(row), sketches: sketchesOf(sketches) });

function figuresOf({ step, modality, strength, vectors, stages, gram }: Omit<Row, 'sketches'>): Omit<GeometryRecord, 'sketches'> {
  return {
    ...{ step, modality, strength },
    vectors: JSON.parse(vectors) as string[],
    stages: numbersFromJson(stages) as Record<string, number>,
    gram: doublesOf(gram),
  };
}

function sketchesOf(bytes: Buffer): GeometryRecord['sketches'] {
  const all = floatsOf(bytes);
  const named = SKETCHED.map((name, i) => [name, all.slice(i * BUCKETS, (i + 1) * BUCKETS)] as const);
  return Object.fromEntries(named) as Record<SketchName, Float32Array>;
}

/** Both ways through a DataView: the file is little-endian whatever the machine is. */
function bytesOf(numbers: Float32Array | Float64Array): Buffer {
  const width = numbers.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(numbers.length * width));
  for (const [i, value] of numbers.entries())
    if (width === 4) view.setFloat32(i * width, value, true);
    else view.setFloat64(i * width, value, true);
  return Buffer.from(view.buffer);
}

/** Whether numbers lie in memory as they do in the file, so that they need not be turned round one by one. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function floatsOf(bytes: Buffer): Float32Array {
  const copy = Uint8Array.from(bytes).buffer;
  if (IS_LITTLE_ENDIAN) return new Float32Array(copy);
  const view = new DataView(copy);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

function doublesOf(bytes: Buffer): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}
