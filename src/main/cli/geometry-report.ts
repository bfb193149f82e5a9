import { planeOf } from '../../core/geometry/plane.ts';
import { cosineOf, type GeometryRecord, normOf, SKETCHED } from '../../core/geometry/record.ts';
import { table } from './table.ts';

/** One row an encoder's step: lengths, cosines, strength, and how much of three vectors lies outside the drawn plane. */
export function geometryTable(records: readonly GeometryRecord[]): string {
  const lengths = ['joint', 'unimodal', 'total', 'displacement', 'parallel', 'orthogonal', 'applied', 'final'] as const;
  const head = ['step', 'modality', ...lengths.map((name) => `|${name}|`)];
  const cosines = ['cos joint,own', 'cos total,disp', 'cos total,final'];
  const rows = records.map((record) => {
    const plane = planeOf(record);
    const outside = (name: string): string => cosine(plane.arrows.find((arrow) => arrow.name === name)?.outside);
    return [
      ...[String(record.step), record.modality, ...lengths.map((name) => size(normOf(record, name)))],
      cosine(cosineOf(record, 'joint', 'unimodal')),
      cosine(cosineOf(record, 'total', 'displacement')),
      cosine(cosineOf(record, 'total', 'final')),
      cosine(record.strength ?? undefined),
      ...['joint', 'unimodal', 'displacement'].map(outside),
    ];
  });
  return table([...head, ...cosines, 'β or k', 'out joint', 'out own', 'out disp'], rows);
}

/** Everything that is kept, with the arrows of the plane; NaN as null. */
export const geometryJson = (records: readonly GeometryRecord[]): unknown[] =>
  records.map((record) => {
    const { step, modality, strength, vectors, gram, stages, sketches } = record;
    const plane = planeOf(record);
    return {
      ...{ step, modality, strength, vectors },
      norms: Object.fromEntries(vectors.map((name) => [name, normOf(record, name)])),
      cosines: {
        joint_unimodal: finite(cosineOf(record, 'joint', 'unimodal')),
        total_displacement: finite(cosineOf(record, 'total', 'displacement')),
        before_after: finite(cosineOf(record, 'total', 'final')),
      },
      stages: Object.fromEntries(Object.entries(stages).map(([stage, value]) => [stage, finite(value)])),
      /** Upper triangle of the inner products, row by row. */
      gram: Array.from(gram),
      plane: { axes: plane.axes, arrows: plane.arrows },
      sketches: Object.fromEntries(SKETCHED.map((name) => [name, Array.from(sketches[name])])),
    };
  });

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const size = (value: number): string => (value === 0 ? '0' : value.toPrecision(3));
const cosine = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3));
