import { AppError } from '../../errors/app-error.ts';
import type { ListEntry } from '../list.ts';
import type { Report } from '../report.ts';
import { csvRows, type CsvRow } from './csv-rows.ts';
import { listEntries, type ListLine } from './entries.ts';
import { listText } from './list-text.ts';

const FORM = 'id,start,label,split';

/** `vggsound.csv` apart by its last column. */
export interface VggSoundEntries {
  readonly train: readonly ListEntry[];
  readonly test: readonly ListEntry[];
}

type SplitWord = keyof VggSoundEntries;
/** Its authors train on what is neither named test. */
const SPLITS: ReadonlyMap<string, SplitWord> = new Map([
  ['train', 'train'],
  ['val', 'train'],
  ['validation', 'train'],
  ['test', 'test'],
]);

const splitOf = ({ fields }: CsvRow): SplitWord | undefined => SPLITS.get((fields[3] ?? '').trim().toLowerCase());

/** The published file has no line of column names; copies of it may. */
const isHead = (row: CsvRow): boolean => splitOf(row) === undefined && !/^\d+(\.\d+)?$/.test(row.fields[1] ?? '');

function lineOf(row: CsvRow): ListLine {
  const [id = '', start = '', label = ''] = row.fields;
  const isWhole = id !== '' && /^\d+(\.\d+)?$/.test(start) && splitOf(row) !== undefined;
  return { line: row.line, text: row.fields.join(','), said: isWhole ? { stem: `${id}_${start}`, label: label.trim() } : null };
}

/**
 * The entries of `vggsound.csv`: YouTube id, start in seconds, label, `train` or `test`; labels with commas are quoted. The name of a clip
 * is `<id>_<start>`, as in the names of its files. Rows marked `val` are trained on, as in the paper.
 *
 * Source: methods.md 5.3. Errors: `data.list-not-utf8`, `data.list-without-split`, and those of `listEntries`.
 */
export function parseVggSoundCsv(list: string, bytes: Uint8Array, report?: Report): VggSoundEntries {
  const rows = csvRows(listText(list, bytes));
  const [first] = rows;
  const body = first && isHead(first) ? rows.slice(1) : rows;
  const splits = new Map(body.map((row) => [row.line, splitOf(row)]));
  const entries = listEntries(list, body.map(lineOf), { form: FORM, repeated: 'refused', report });
  const of = (wanted: SplitWord): ListEntry[] => entries.filter(({ line }) => splits.get(line) === wanted);
  const found = { train: of('train'), test: of('test') };
  for (const split of ['train', 'test'] as const)
    if (found[split].length === 0) throw new AppError('data.list-without-split', { file: list, split });
  return found;
}
