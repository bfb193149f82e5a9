import { z } from 'zod';

/** Columns that every run has, with their headers. */
export const RUN_FIELDS = {
  name: 'Name',
  status: 'Status',
  method: 'Method',
  data: 'Data set',
  seed: 'Seed',
  created: 'Made',
  started: 'Started',
  seconds: 'Time',
  epochs: 'Epochs',
  steps: 'Steps',
  device: 'Device',
  tags: 'Tags',
  note: 'Note',
  preset: 'Preset',
  group: 'Group',
} as const;
export type RunField = keyof typeof RUN_FIELDS;

const Figure = z.union([z.enum(['accuracy', 'macroF1', 'map', 'loss']), z.templateLiteral(['modality.', z.string().min(1)])]);
export type Figure = z.output<typeof Figure>;

/** What a column of the table shows, taken apart. */
export type ColumnOf =
  | { readonly kind: 'field'; readonly field: RunField }
  | { readonly kind: 'config'; readonly path: readonly string[] }
  | { readonly kind: 'metric'; readonly split: string; readonly which: 'last' | 'best'; readonly figure: Figure }
  | { readonly kind: 'series'; readonly of: 'last' | 'min' | 'max'; readonly name: string };

const METRIC = /^([^:]+):(last|best):(.+)$/;
const SERIES = /^(last|min|max):(.+)$/;

/** What an id of `ColumnId` names; null where it names nothing, as in a view that was kept by another version. */
export function parseColumn(id: string): ColumnOf | null {
  const [kind = ''] = id.split(':', 1);
  const rest = id.slice(kind.length + 1);
  if (id === kind) return Object.hasOwn(RUN_FIELDS, id) ? { kind: 'field', field: id as RunField } : null;
  if (kind === 'config') return rest === '' ? null : { kind, path: rest.split('.') };
  if (kind === 'metric') {
    const [, split, which, figure] = METRIC.exec(rest) ?? [];
    const known = Figure.safeParse(figure);
    if (split === undefined || !known.success) return null;
    return { kind, split, which: which as 'last' | 'best', figure: known.data };
  }
  if (kind === 'series') {
    const [, of, name] = SERIES.exec(rest) ?? [];
    return name === undefined ? null : { kind, of: of as 'last' | 'min' | 'max', name };
  }
  return null;
}
