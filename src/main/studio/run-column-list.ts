import type { Result } from '../../core/contract/index.ts';
import { RUN_FIELDS } from '../../core/table/column-id.ts';
import type { Library } from '../store/library.ts';

type Column = Result<'runs.columns'>['columns'][number];

const NUMBERS = new Set(['seed', 'created', 'started', 'seconds', 'epochs', 'steps']);
const FIGURES = { accuracy: 'accuracy', macroF1: 'macro F1', map: 'mean average precision', loss: 'loss' } as const;
const OF_SERIES = { last: 'last', min: 'least', max: 'greatest' } as const;

/** Every column a table of runs can have, section by section. */
export function runColumnList(library: Library): Column[] {
  return [...fieldColumns(), ...figureColumns(library), ...configColumns(library), ...seriesColumns(library)];
}

/** The columns of a library without runs. */
export const fieldColumns = (): Column[] =>
  Object.entries(RUN_FIELDS).map(([id, label]) => ({ id, label, section: 'Run', isNumber: NUMBERS.has(id) }));

function figureColumns(library: Library): Column[] {
  const modalities = library.metricModalities();
  const figures = [
    ...Object.entries(FIGURES),
    ...modalities.map((modality) => [`modality.${modality}`, `${modality} accuracy`] as const),
  ];
  return library.metricSplits().flatMap(({ split, which }) =>
    figures.map(([figure, text]) => ({
      id: `metric:${split}:${which}:${figure}`,
      label: `${split} ${text} (${which})`,
      section: `Figures: ${split}`,
      isNumber: true,
    })),
  );
}

function configColumns(library: Library): Column[] {
  const isNumber = new Map<string, boolean>();
  for (const config of library.someConfigs())
    for (const [path, value] of leavesOf(config)) {
      const isNumberHere = typeof value === 'number' || value === null;
      isNumber.set(path, isNumberHere && (isNumber.get(path) ?? true));
    }
  return [...isNumber]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, number]) => ({
      id: `config:${path}`,
      label: path,
      section: 'Configuration',
      isNumber: number,
    }));
}

/** Values of a configuration that are no objects themselves, by the keys that lead to them. Keys with a full stop cannot be asked for. */
function leavesOf(value: unknown, before = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return before === '' ? [] : [[before.slice(1), value]];
  return Object.entries(value)
    .filter(([key]) => !key.includes('.'))
    .flatMap(([key, inner]) => leavesOf(inner, `${before}.${key}`));
}

function seriesColumns(library: Library): Column[] {
  return library.seriesNames().flatMap((name) =>
    Object.entries(OF_SERIES).map(([of, text]) => ({
      id: `series:${of}:${name}`,
      label: `${name} (${text})`,
      section: `Curves: ${name.split('/')[0] ?? name}`,
      isNumber: true,
    })),
  );
}
