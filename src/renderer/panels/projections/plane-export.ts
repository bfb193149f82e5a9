import type { GeometryAt } from '../../../core/contract/geometry.ts';
import type { RunSummary } from '../../../core/contract/runs.ts';
import { degrees, figure } from '../../../core/geometry/reading.ts';
import { csvOf } from '../../export/csv.ts';
import type { Tile } from '../../export/picture.ts';
import { lengthShare, type PlaneModel } from './plane-model.ts';

interface PlaneContents {
  readonly model: PlaneModel;
  readonly reading: string;
}

/** A drawing with its figures and its sentence, for a picture. */
export function planeTile(drawing: SVGSVGElement, caption: string, { model, reading }: PlaneContents): Tile {
  const rows = model.vectors.map(({ label, length, outside, angle }) => [
    label,
    figure(length),
    length === 0 ? '–' : lengthShare(outside),
    length === 0 || Number.isNaN(angle) ? '–' : degrees(angle),
  ]);
  return { drawing, caption, table: [['vector', 'length', 'outside', 'from total'], ...rows], text: reading };
}

interface Drawn extends PlaneContents {
  readonly run: RunSummary;
  readonly record: GeometryAt;
}

/** Every vector of every drawing in full precision: places on the plane in the units of the gradient, angles in degrees. */
export function planeCsv(drawn: readonly Drawn[]): string {
  const header = ['run', 'name', 'method', 'seed', 'step', 'modality', 'strength', 'plane_of', 'and_of', 'vector'];
  const figures = ['x', 'y', 'length', 'outside_share', 'degrees_from_total'];
  const rows = drawn.flatMap(({ run, record, model }) =>
    model.vectors.map(({ name, x, y, length, outside, angle }) => [
      ...[run.id, run.name, run.method, run.seed, record.step, record.modality, record.strength],
      ...[...model.axes, name, x, y, length, outside, (angle * 180) / Math.PI],
    ]),
  );
  return csvOf([...header, ...figures], rows);
}
