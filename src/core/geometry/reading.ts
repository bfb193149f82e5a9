import { planeOf } from './plane.ts';
import { cosineOf, type GeometryRecord, normOf } from './record.ts';

type Record = Pick<GeometryRecord, 'modality' | 'vectors' | 'gram' | 'strength'>;

/** A number as a person reads it: three digits, small and large ones by their power of ten. */
export function figure(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1).replace('e+', 'e') : String(Number(value.toPrecision(3)));
}

/** An angle of a cosine or in radians, in degrees. */
export const degrees = (radians: number): string => `${figure(Number(((radians * 180) / Math.PI).toPrecision(2)))}°`;

/** Below this, in radians, no cosine in float64 tells an angle from none. */
const NO_ANGLE = 1e-7;

/** Angle in radians between two vectors of a record; NaN where either is zero. */
export function angleBetween(record: Pick<GeometryRecord, 'vectors' | 'gram'>, a: string, b: string): number {
  const angle = Math.acos(Math.min(Math.max(cosineOf(record, a, b), -1), 1));
  return angle < NO_ANGLE ? 0 : angle;
}

/**
 * Angle in radians between total and final gradient, from their places on the plane: their cosine is 1 to the last digit where the term is a
 * thousandth of the gradient, and says nothing then.
 */
export function turnOf(record: Pick<GeometryRecord, 'vectors' | 'gram'>): number {
  if (!(normOf(record, 'applied') > 0)) return 0;
  const final = planeOf(record).arrows.find(({ name }) => name === 'final');
  return final === undefined ? Number.NaN : Math.atan2(Math.abs(final.y), final.x);
}

/** What a method did to one encoder's gradient in one step, in one or two plain sentences. */
export function readingOf(record: Record): string {
  const name = record.modality.charAt(0).toUpperCase() + record.modality.slice(1);
  const done = ['orthogonal-projection', 'proximal-pull', 'gradient-scaling', 'gradient-noise'].flatMap((link) =>
    normOf(record, `applied/${link}`) > 0 ? [sentenceOf(record, link)] : [],
  );
  const other =
    record.vectors.filter((vector) => vector.startsWith('applied/') && normOf(record, vector) > 0).length - done.length;
  if (done.length === 0 && other === 0)
    return `${name} is left as it is: the final gradient is the total one. ${conflictOf(record)}`.trim();
  if (other > 0) done.push('other terms are added');
  return `${name} ${done.join(', and ')}. ${changeOf(record)}`;
}

function sentenceOf(record: Record, link: string): string {
  const term = normOf(record, `applied/${link}`);
  const displacement = normOf(record, 'displacement');
  switch (link) {
    case 'orthogonal-projection': {
      const across = normOf(record, 'orthogonal');
      const isOfDisplacement = cosineOf(record, `applied/${link}`, 'orthogonal') > 0.99;
      if (!isOfDisplacement)
        return `is held back: a term of ${percent(term / normOf(record, 'total'))} of the gradient’s length is applied`;
      return `is held back: ${figure(term / across)} times the part of its displacement that lies across the gradient (${percent(across / displacement)} of the displacement) is put into the gradient`;
    }
    case 'proximal-pull':
      return `is pulled back: ${figure(term / displacement)} times its displacement since the start of the epoch is put into the gradient`;
    case 'gradient-scaling':
      return `is slowed: the gradients of its weights are multiplied by ${figure(record.strength ?? Number.NaN)}`;
    default:
      return `gets noise of ${percent(term / normOf(record, 'total'))} of the gradient’s length`;
  }
}

function changeOf(record: Record): string {
  const longer = normOf(record, 'final') / normOf(record, 'total') - 1;
  const length = Math.abs(longer) < 5e-4 ? 'as long' : longer > 0 ? `${percent(longer)} longer` : `${percent(-longer)} shorter`;
  return `The final gradient points ${degrees(turnOf(record))} away from the total one and is ${length}.`;
}

function conflictOf(record: Record): string {
  const angle = angleBetween(record, 'joint', 'unimodal');
  if (Number.isNaN(angle) || angle < 1e-3) return '';
  const apart = `${degrees(angle)} apart`;
  return angle > Math.PI / 2
    ? `Joint and unimodal gradient pull against each other, ${apart}.`
    : `Joint and unimodal gradient are ${apart}.`;
}

const percent = (share: number): string =>
  `${share >= 0.0995 ? (100 * share).toFixed(0) : figure(Number((100 * share).toPrecision(2)))}\u00a0%`;
