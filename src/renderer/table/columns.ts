import type { Answer } from '../../core/contract/index.ts';
import { parseColumn, RUN_FIELDS, type RunField } from '../../core/table/column-id.ts';
import type { TableView } from './view.ts';

export type KnownColumn = Answer<'runs.columns'>['columns'][number];

/** What the cells of a column look like. */
export type CellKind = 'text' | 'number' | 'share' | 'status' | 'moment' | 'duration' | 'tags';

/** A column as the table draws it. */
export interface ColumnLook {
  readonly id: string;
  readonly label: string;
  readonly kind: CellKind;
  /** Which end of its values is the good one; null where there is none or it is not known. */
  readonly better: 'great' | 'small' | null;
  /** Colour of the modality whose figure it is. */
  readonly modality: string | null;
  /** The same figure of the last epoch where this is of the best one, and the other way round. */
  readonly other: string | null;
  readonly width: number;
}

const KINDS: Partial<Record<RunField, CellKind>> = {
  status: 'status',
  created: 'moment',
  started: 'moment',
  seconds: 'duration',
  tags: 'tags',
  seed: 'number',
  epochs: 'number',
  steps: 'number',
};
const WIDTHS: Partial<Record<RunField, number>> = {
  name: 300,
  status: 128,
  method: 104,
  data: 116,
  seed: 62,
  tags: 170,
  note: 220,
};
const FIGURE_TEXTS: Readonly<Record<string, string>> = { accuracy: 'Fused', macroF1: 'Macro F1', map: 'mAP', loss: 'Loss' };

/** How a column looks, by its id; `label` where the host has told one. */
export function lookOf(id: string, label?: string): ColumnLook {
  const plain = { id, better: null, modality: null, other: null, kind: 'text', width: 130 } as const;
  const column = parseColumn(id);
  if (column === null) return { ...plain, label: label ?? id };
  switch (column.kind) {
    case 'field':
      return {
        ...plain,
        label: RUN_FIELDS[column.field],
        kind: KINDS[column.field] ?? 'text',
        width: WIDTHS[column.field] ?? 108,
      };
    case 'config':
      return { ...plain, label: label ?? column.path.join('.') };
    case 'metric': {
      const { split, which, figure } = column;
      const modality = figure.startsWith('modality.') ? figure.slice('modality.'.length) : null;
      const word = modality === null ? (FIGURE_TEXTS[figure] ?? figure) : capital(modality);
      return {
        ...plain,
        label: `${word}, ${split}${which === 'best' ? ' (best)' : ''}`,
        kind: figure === 'loss' ? 'number' : 'share',
        better: figure === 'loss' ? 'small' : 'great',
        modality: modality ?? 'fused',
        other: `metric:${split}:${which === 'best' ? 'last' : 'best'}:${figure}`,
        width: 112,
      };
    }
    case 'series':
      return {
        ...plain,
        label: label ?? `${column.name} (${column.of})`,
        kind: 'number',
        better: goodEnd(column.name),
        other: null,
        width: 140,
      };
    default:
      return column satisfies never;
  }
}

/** Whether the first click on its header sorts from great to small. */
export const startsDescending = ({ kind }: ColumnLook): boolean =>
  kind === 'number' || kind === 'share' || kind === 'duration' || kind === 'moment';

/** Figures of the test split that there are, and what one wants to know of a run beside them. */
export function defaultView(known: readonly KnownColumn[]): TableView {
  const figures = known.map(({ id }) => id).filter((id) => /^metric:test:last:(accuracy|modality\..+)$/.test(id));
  const ids = ['status', ...figures, 'method', 'data', 'seed', 'epochs', 'seconds', 'started', 'tags', 'note'];
  return { nameWidth: 280, columns: ids.map((id) => ({ id, width: lookOf(id).width })), sort: [], filters: [], groupBy: [] };
}

function goodEnd(series: string): ColumnLook['better'] {
  if (/loss/i.test(series)) return 'small';
  return /accuracy|f1|\bmap\b/i.test(series) ? 'great' : null;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
